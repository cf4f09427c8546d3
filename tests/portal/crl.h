/* SPDX-License-Identifier: MPL-2.0 */
/* The list of what the issuing CA has revoked (RFC 5280 5). */
#ifndef PORTAL_CRL_H
#define PORTAL_CRL_H

#include "portal.h"

/* As of now, DER: its length, or -1. Free *der with OPENSSL_free. */
int crl_encode(const struct portal *portal, unsigned char **der);

#endif
