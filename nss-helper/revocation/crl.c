/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/crl.h"

#include "base/buf.h"
#include "revocation/scope.h"

#include <cert.h>
#include <certdb.h>
#include <secder.h>
#include <secerr.h>
#include <secoid.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define URLS_MAX 4 /* asked one after the other */
#define URL_MAX 1024

void nh_crl_urls_reset(struct nh_crl_urls *urls)
{
    for (size_t i = 0; i < urls->count; i++)
        free(urls->items[i]);
    free(urls->items);
    *urls = (struct nh_crl_urls){0};
}

static bool is_web(const SECItem *uri)
{
    return uri->len < URL_MAX && !memchr(uri->data, 0, uri->len) &&
           ((uri->len > 7 && strncasecmp((const char *)uri->data, "http://", 7) == 0) ||
            (uri->len > 8 && strncasecmp((const char *)uri->data, "https://", 8) == 0));
}

static bool add_url(struct nh_crl_urls *urls, const SECItem *uri)
{
    char *url = strndup((const char *)uri->data, uri->len);
    if (!url)
        return false;
    urls->items[urls->count++] = url;
    return true;
}

static bool add_point(struct nh_crl_urls *urls, const CRLDistributionPoint *point)
{
    CERTGeneralName *first = point->distPointType == generalName ? point->distPoint.fullName : NULL;
    CERTGeneralName *name = first;
    bool good = true;
    if (!first || point->reasons.len || point->crlIssuer)
        return true;
    do {
        if (name->type == certURI && is_web(&name->name.other) && urls->count < URLS_MAX)
            good = add_url(urls, &name->name.other);
        name = CERT_GetNextGeneralName(name);
    } while (good && name && name != first);
    return good;
}

bool nh_crl_urls(CERTCertificate *certificate, struct nh_crl_urls *out)
{
    SECItem value = {0};
    PLArenaPool *arena = PORT_NewArena(DER_DEFAULT_CHUNKSIZE);
    CERTCrlDistributionPoints *points = NULL;
    *out = (struct nh_crl_urls){.items = calloc(URLS_MAX, sizeof *out->items)};
    bool good = arena && out->items;
    if (good &&
        CERT_FindCertExtension(certificate, SEC_OID_X509_CRL_DIST_POINTS, &value) == SECSuccess)
        points = CERT_DecodeCRLDistributionPoints(arena, &value);
    for (size_t i = 0; good && points && points->distPoints && points->distPoints[i]; i++)
        good = add_point(out, points->distPoints[i]);
    SECITEM_FreeItem(&value, PR_FALSE);
    if (arena)
        PORT_FreeArena(arena, PR_FALSE);
    if (!good)
        nh_crl_urls_reset(out);
    return good;
}

/* A critical extension that is not understood makes a list worthless, be it of the list (5.2)
   or of one entry (5.3). `certificate` NULL: of an entry. */
static bool are_understood(CERTCertExtension **all, CERTCertificate *certificate, const char *url)
{
    for (size_t i = 0; all && all[i]; i++) {
        bool critical = all[i]->critical.len && all[i]->critical.data[0];
        SECOidTag tag = SECOID_FindOIDTag(&all[i]->id);
        if (certificate && tag == SEC_OID_X509_ISSUING_DISTRIBUTION_POINT) {
            if (!nh_scope_covers(&all[i]->value, certificate, url))
                return false;
        } else if (critical && tag != SEC_OID_X509_REASON_CODE) {
            return false;
        }
    }
    return true;
}

static bool is_whole(const CERTSignedCrl *crl, CERTCertificate *certificate, const char *url)
{
    bool good = are_understood(crl->crl.extensions, certificate, url);
    for (CERTCrlEntry **one = crl->crl.entries; good && one && *one; one++)
        good = are_understood((*one)->extensions, NULL, NULL);
    return good;
}

/* NSS understands no critical extension; such a list is looked at here. */
static CERTSignedCrl *decode(const struct nh_buf *list)
{
    SECItem der = {siBuffer, list->data, (unsigned)list->length};
    if (!list->length)
        return NULL;
    CERTSignedCrl *crl =
        CERT_DecodeDERCrlWithFlags(NULL, &der, SEC_CRL_TYPE, CRL_DECODE_DEFAULT_OPTIONS);
    if (crl || PORT_GetError() != SEC_ERROR_CRL_UNKNOWN_CRITICAL_EXTENSION)
        return crl;
    return CERT_DecodeDERCrlWithFlags(NULL, &der, SEC_CRL_TYPE, CRL_DECODE_KEEP_BAD_CRL);
}

static bool is_signed_by(CERTSignedCrl *crl, CERTCertificate *issuer)
{
    return SECITEM_ItemsAreEqual(&crl->crl.derName, &issuer->derSubject) &&
           (!issuer->keyUsagePresent || issuer->keyUsage & KU_CRL_SIGN) &&
           CERT_VerifySignedData(&crl->signatureWrap, issuer, PR_Now(), NULL) == SECSuccess;
}

/* Why the list does not count, or NULL. */
static const char *weakness(CERTSignedCrl *crl, CERTCertificate *certificate,
                            CERTCertificate *issuer, const char *url)
{
    if (!is_signed_by(crl, issuer))
        return "The CRL is not signed by the CA of the certificate.";
    if (!crl->crl.nextUpdate.len || SEC_CheckCrlTimes(&crl->crl, PR_Now()) != secCertTimeValid)
        return "The CRL is out of date.";
    if (!is_whole(crl, certificate, url))
        return "The CRL is only a part of one.";
    return NULL;
}

static void tell(const CERTCrlEntry *entry, struct nh_revocation *out)
{
    CERTCRLEntryReasonCode reason = crlEntryReasonUnspecified;
    PRTime since = 0;
    CERTCrlEntry copy = *entry;
    CERT_FindCRLEntryReasonExten(&copy, &reason);
    if (reason == crlEntryReasonRemoveFromCRL)
        return;
    DER_DecodeTimeChoice(&since, &entry->revocationDate);
    out->state = NH_REVOCATION_REVOKED;
    out->since = (time_t)(since / PR_USEC_PER_SEC);
    out->reason = nh_revocation_reason((long)reason);
}

void nh_crl_judge(CERTCertificate *certificate, CERTCertificate *issuer, const char *url,
                  const struct nh_buf *list, struct nh_revocation *out)
{
    CERTSignedCrl *crl = decode(list);
    const char *why =
        crl ? weakness(crl, certificate, issuer, url) : "What came in place of a CRL is none.";
    out->state = why ? NH_REVOCATION_UNCHECKED : NH_REVOCATION_GOOD;
    snprintf(out->why, sizeof out->why, "%s", why ? why : "");
    for (CERTCrlEntry **one = why ? NULL : crl->crl.entries; one && *one; one++)
        if (SECITEM_ItemsAreEqual(&(*one)->serialNumber, &certificate->serialNumber))
            tell(*one, out);
    if (crl)
        SEC_DestroyCrl(crl);
}
