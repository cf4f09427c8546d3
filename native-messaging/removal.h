/* SPDX-License-Identifier: MPL-2.0 */
/* An identity out of the profile for good, with a backup first. */
#ifndef NH_REMOVAL_H
#define NH_REMOVAL_H

#include "port.h"

nh_port_handler nh_on_remove;

#endif
