/* SPDX-License-Identifier: MPL-2.0 */
/* What the profile has, whether it still works, and where it goes. */
#ifndef NH_EXPORTS_H
#define NH_EXPORTS_H

#include "port.h"

nh_port_handler nh_on_identities, nh_on_export, nh_on_remove, nh_on_portal, nh_on_verify;

#endif
