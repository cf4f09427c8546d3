/* SPDX-License-Identifier: MPL-2.0 */
/* How to verify a server. */
#ifndef NH_NET_TRUST_H
#define NH_NET_TRUST_H

#include "base/buf.h"
#include <stdbool.h>

/* With neither anchors nor fingerprint: by the system's roots. */
struct nh_trust {
    struct nh_buf anchors; /* certificates in PEM */
    char fingerprint[65];  /* of one certificate that the server shows: SHA-256 in lower-case
                              hex, or "" */
    bool anybody;          /* not at all; only for requests without secrets */
};

void nh_trust_reset(struct nh_trust *trust);

#endif
