/* SPDX-License-Identifier: MPL-2.0 */
/* Where a certificate says that its revocation can be asked: the OCSP servers of its
   authorityInfoAccess (RFC 5280 4.2.2.1) and its cRLDistributionPoints (4.2.1.13). */
#ifndef NH_REVOCATION_PLACES_H
#define NH_REVOCATION_PLACES_H

#include <stdbool.h>
#include <stddef.h>

typedef struct CERTCertificateStr CERTCertificate;

#define NH_PLACES_MOST 4 /* of each kind: they are asked one after the other */
#define NH_PLACE_WORDS 256

struct nh_place {
    bool ocsp; /* else a list */
    char *url; /* http or https */
};

struct nh_places {
    struct nh_place items[2 * NH_PLACES_MOST]; /* OCSP first */
    size_t count;
    /* Another that is named, and can't be asked: an address of another kind, or a list of another
       CA or of some reasons only. Printable ASCII; "": there is none. */
    char beyond[NH_PLACE_WORDS];
};

/* All of them. An extension that can't be read names a place as well. False without memory. */
bool nh_places(CERTCertificate *certificate, struct nh_places *out);

void nh_places_reset(struct nh_places *places);

#endif
