/* SPDX-License-Identifier: MPL-2.0 */
/* Whether an identity still works, what its CA says of it, and which issuers it lacks. */
#ifndef NH_VERIFICATION_H
#define NH_VERIFICATION_H

#include "port.h"

nh_port_handler nh_on_verify;
nh_port_handler nh_on_issuers;
nh_port_handler nh_on_revocation;

#endif
