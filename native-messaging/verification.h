/* SPDX-License-Identifier: MPL-2.0 */
/* Check an identity, fetch missing issuers, and check revocation. */
#ifndef NH_VERIFICATION_H
#define NH_VERIFICATION_H

#include "port.h"

nh_port_handler nh_on_verify;
nh_port_handler nh_on_issuers;
nh_port_handler nh_on_revocation;

#endif
