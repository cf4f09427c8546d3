/* SPDX-License-Identifier: MPL-2.0 */
/* Send the administrator's list of sites, for the panel. */
#ifndef NH_SITES_H
#define NH_SITES_H

#include "port.h"

nh_port_handler nh_on_sites;

#endif
