/* SPDX-License-Identifier: MPL-2.0 */
/* The address of a CA's portal, where the person logs in to renew or revoke a certificate. */
#ifndef NH_PORTAL_H
#define NH_PORTAL_H

#include "port.h"

nh_port_handler nh_on_portal;

#endif
