/* SPDX-License-Identifier: MPL-2.0 */
/* What is unusual in a certificate of the profile, or of a stored response. */
#ifndef NH_ODD_H
#define NH_ODD_H

#include "port.h"

nh_port_handler nh_on_odd, nh_on_peek;

#endif
