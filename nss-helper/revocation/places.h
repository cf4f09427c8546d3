/* SPDX-License-Identifier: MPL-2.0 */
/* Where a certificate says that its revocation can be checked: the OCSP servers of its
   authorityInfoAccess (RFC 5280 section 4.2.2.1) and its cRLDistributionPoints (section
   4.2.1.13). */
#ifndef NH_REVOCATION_PLACES_H
#define NH_REVOCATION_PLACES_H

#include <stdbool.h>
#include <stddef.h>

typedef struct CERTCertificateStr CERTCertificate;

#define NH_PLACES_MOST 4 /* the most of each kind; they are asked one by one */
#define NH_PLACE_WORDS 256

struct nh_place {
    bool ocsp; /* else a CRL */
    char *url; /* http or https */
};

struct nh_places {
    struct nh_place items[2 * NH_PLACES_MOST]; /* OCSP first */
    size_t count;
    /* A place that the certificate names but that can't be asked: another kind of address, or a CRL
       of another CA or for some reasons only. Printable ASCII; "": none. */
    char beyond[NH_PLACE_WORDS];
};

/* Fill *out, which the caller resets. An unreadable extension counts as a place in `beyond`. False
   without memory. */
bool nh_places(CERTCertificate *certificate, struct nh_places *out);

void nh_places_reset(struct nh_places *places);

#endif
