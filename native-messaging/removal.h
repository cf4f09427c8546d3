/* SPDX-License-Identifier: MPL-2.0 */
/* An identity out of the profile, with a backup first, and back again from that. */
#ifndef NH_REMOVAL_H
#define NH_REMOVAL_H

#include "port.h"

nh_port_handler nh_on_remove, nh_on_removals, nh_on_restore;

#endif
