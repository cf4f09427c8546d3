/* SPDX-License-Identifier: MPL-2.0 */
#include "certificate/chain.h"

#include <cert.h>
#include <stdbool.h>

static bool is_among(CERTCertificate *certificate, CERTCertificate *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (SECITEM_ItemsAreEqual(&list[i]->derCert, &certificate->derCert))
            return true;
    }
    return false;
}

size_t nh_chain_of(CERTCertificate *certificate, CERTCertificate *issuers[NH_CHAIN_MAX])
{
    size_t count = 0;
    CERTCertificate *at = certificate;
    while (count < NH_CHAIN_MAX && !at->isRoot) {
        CERTCertificate *issuer = CERT_FindCertIssuer(at, PR_Now(), certUsageAnyCA);
        if (!issuer)
            break;
        if (is_among(issuer, issuers, count) || is_among(issuer, &certificate, 1)) {
            CERT_DestroyCertificate(issuer);
            break;
        }
        at = issuers[count++] = issuer;
    }
    return count;
}
