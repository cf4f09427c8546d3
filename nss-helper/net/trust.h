/* SPDX-License-Identifier: MPL-2.0 */
/* Whom to believe that they are the server. */
#ifndef NH_NET_TRUST_H
#define NH_NET_TRUST_H

#include "base/buf.h"
#include <stdbool.h>

/* Without anchors and fingerprint: the system's roots. */
struct nh_trust {
    struct nh_buf anchors; /* certificates in PEM */
    char fingerprint[65];  /* of one certificate that the server shows: SHA-256 in lower-case
                              hex, or "" */
    bool anybody;          /* who can't be checked yet: only with nothing of a secret */
};

void nh_trust_reset(struct nh_trust *trust);

#endif
