/* SPDX-License-Identifier: MPL-2.0 */
/* Where the person logs in to have a certificate renewed or revoked. */
#ifndef NH_PORTAL_H
#define NH_PORTAL_H

#include "port.h"

nh_port_handler nh_on_portal;

#endif
