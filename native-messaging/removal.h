/* SPDX-License-Identifier: MPL-2.0 */
/* Remove an identity after saving a backup, list the removed ones, and restore them. */
#ifndef NH_REMOVAL_H
#define NH_REMOVAL_H

#include "port.h"

nh_port_handler nh_on_remove, nh_on_removals, nh_on_restore;

#endif
