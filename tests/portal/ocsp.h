/* SPDX-License-Identifier: MPL-2.0 */
/* RFC 6960: is a certificate good, revoked, or none of ours? */
#ifndef PORTAL_OCSP_H
#define PORTAL_OCSP_H

#include "portal.h"

/* The answer to a request, which may be anything: its length, or -1. Free *answer with
 * OPENSSL_free. */
int ocsp_answer(const struct portal *portal, const unsigned char *request, size_t length,
                unsigned char **answer);

#endif
