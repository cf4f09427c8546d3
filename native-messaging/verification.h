/* SPDX-License-Identifier: MPL-2.0 */
/* Whether an identity still works, and what its CA says of it. */
#ifndef NH_VERIFICATION_H
#define NH_VERIFICATION_H

#include "port.h"

nh_port_handler nh_on_verify;

#endif
