/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/crl.h"

#include "base/language.h"
#include "revocation/crlread.h"
#include "revocation/scope.h"

#include <cert.h>
#include <certdb.h>
#include <secder.h>
#include <secoid.h>
#include <stdio.h>

/* A list, and its entry for one certificate. */
struct judging {
    CERTCertificate *certificate;
    const char *url;
    const char *misses; /* why the list does not count, or NULL */
    bool revoked;
    PRTime since;
    long reason;
};

/* A list with an unknown critical extension, of the list (RFC 5280 5.2) or of any entry (5.3), must
   not be used. Returns NULL, or why. */
static const char *misses(const CERTCertExtension *extension)
{
    bool critical = extension->critical.len && extension->critical.data[0];
    SECOidTag tag = SECOID_FindOIDTag(&extension->id);
    if (!critical || tag == SEC_OID_X509_REASON_CODE)
        return NULL;
    if (tag == SEC_OID_X509_CERT_ISSUER)
        return N_("The CRL is shared by several CAs. NSS Helper can't check such a CRL.");
    if (tag == SEC_OID_X509_DELTA_CRL_INDICATOR)
        return N_("The CRL has only the changes since another CRL.");
    return N_("The CRL has a critical extension that NSS Helper does not know.");
}

static const char *entry_misses(CERTCertExtension **all)
{
    const char *found = NULL;
    for (size_t i = 0; !found && all && all[i]; i++)
        found = misses(all[i]);
    return found;
}

static const char *list_misses(const struct judging *judging, CERTCertExtension **all)
{
    const char *found = NULL;
    for (size_t i = 0; !found && all && all[i]; i++)
        found = SECOID_FindOIDTag(&all[i]->id) == SEC_OID_X509_ISSUING_DISTRIBUTION_POINT
                    ? nh_scope_misses(&all[i]->value, judging->certificate, judging->url)
                    : misses(all[i]);
    return found;
}

static void judge_entry(void *context, const CERTCrlEntry *entry)
{
    struct judging *judging = context;
    CERTCRLEntryReasonCode reason = crlEntryReasonUnspecified;
    CERTCrlEntry copy = *entry;
    if (!judging->misses)
        judging->misses = entry_misses(entry->extensions);
    if (!SECITEM_ItemsAreEqual(&entry->serialNumber, &judging->certificate->serialNumber))
        return;
    CERT_FindCRLEntryReasonExten(&copy, &reason);
    if (reason == crlEntryReasonRemoveFromCRL)
        return;
    judging->revoked = true;
    judging->reason = (long)reason;
    DER_DecodeTimeChoice(&judging->since, &entry->revocationDate);
}

/* When the CA issued the list. */
static time_t moment(const CERTCrl *crl)
{
    PRTime said = 0;
    DER_DecodeTimeChoice(&said, &crl->lastUpdate);
    return (time_t)(said / PR_USEC_PER_SEC);
}

static enum nh_status check_list(const struct judging *judging, CERTCrl *crl, struct nh_error *err)
{
    if (moment(crl) - time(NULL) > NH_REVOCATION_AHEAD)
        return nh_fail(err, NH_BAD_DATA, NULL,
                       "The CRL is dated in the future. Check this computer's clock.");
    if (!crl->nextUpdate.len || SEC_CheckCrlTimes(crl, PR_Now()) != secCertTimeValid)
        return nh_fail(err, NH_BAD_DATA, NULL, "The CRL is out of date.");
    const char *why = list_misses(judging, crl->extensions);
    if (!why)
        why = judging->misses;
    return why ? nh_fail(err, NH_BAD_DATA, NULL, "%s", _(why)) : NH_OK;
}

void nh_crl_judge(CERTCertificate *certificate, CERTCertificate *issuer, const char *url, int list,
                  struct nh_revocation *out)
{
    struct judging judging = {.certificate = certificate, .url = url};
    struct nh_error err = {.status = NH_OK};
    CERTCrl crl = {.arena = PORT_NewArena(DER_DEFAULT_CHUNKSIZE)};
    enum nh_status status =
        crl.arena ? nh_crl_read(list, issuer, judge_entry, &judging, crl.arena, &crl, &err)
                  : nh_fail_memory(&err);
    if (!status)
        status = check_list(&judging, &crl, &err);
    out->state = status            ? NH_REVOCATION_UNCHECKED
                 : judging.revoked ? NH_REVOCATION_REVOKED
                                   : NH_REVOCATION_GOOD;
    snprintf(out->why, sizeof out->why, "%s", err.message);
    out->said = status ? 0 : moment(&crl);
    if (out->state == NH_REVOCATION_REVOKED) {
        out->since = (time_t)(judging.since / PR_USEC_PER_SEC);
        out->reason = nh_revocation_reason(judging.reason);
    }
    if (crl.arena)
        PORT_FreeArena(crl.arena, PR_FALSE);
}
