/* SPDX-License-Identifier: MPL-2.0 */
#include "certificate/missing.h"

#include "base/utf8.h"
#include "certificate/chain.h"
#include "certificate/describe.h"

#include <cert.h>
#include <secoid.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static void name_issuer(CERTCertificate *of, struct nh_missing *out)
{
    char *name = nh_describe_issuer(of);
    snprintf(out->name, sizeof out->name, "%s", name && *name ? name : "?");
    nh_utf8_clean(out->name, sizeof out->name - 1);
    free(name);
}

static bool is_web(const char *address)
{
    return strncasecmp(address, "http://", 7) == 0 || strncasecmp(address, "https://", 8) == 0;
}

/* An address that may contain a user name and password is ignored: it would be shown and sent. */
static bool take_address(const SECItem *uri, char address[NH_MISSING_ADDRESS_SIZE])
{
    if (!uri->len || uri->len >= NH_MISSING_ADDRESS_SIZE)
        return false;
    for (unsigned i = 0; i < uri->len; i++)
        if (uri->data[i] <= ' ' || uri->data[i] > '~' || uri->data[i] == '@')
            return false;
    memcpy(address, uri->data, uri->len);
    address[uri->len] = '\0';
    return true;
}

/* Choose the first http or https address; without one, the first. */
static void choose_address(CERTAuthInfoAccess *const *at, struct nh_missing *out)
{
    char address[NH_MISSING_ADDRESS_SIZE];
    for (; at && *at && !out->web; at++) {
        if (SECOID_FindOIDTag(&(*at)->method) != SEC_OID_PKIX_CA_ISSUERS ||
            (*at)->location->type != certURI ||
            !take_address(&(*at)->location->name.other, address))
            continue;
        out->web = is_web(address);
        if (out->web || !*out->address)
            memcpy(out->address, address, sizeof address);
    }
}

static void read_address(CERTCertificate *of, struct nh_missing *out)
{
    PLArenaPool *arena = PORT_NewArena(DER_DEFAULT_CHUNKSIZE);
    SECItem value = {0};
    if (arena && CERT_FindCertExtension(of, SEC_OID_X509_AUTH_INFO_ACCESS, &value) == SECSuccess)
        choose_address(CERT_DecodeAuthInfoAccessExtension(arena, &value), out);
    SECITEM_FreeItem(&value, PR_FALSE);
    if (arena)
        PORT_FreeArena(arena, PR_FALSE);
}

static bool lacks_issuer(CERTCertificate *certificate)
{
    CERTCertificate *issuer = NULL;
    if (!certificate->isRoot)
        issuer = CERT_FindCertIssuer(certificate, PR_Now(), certUsageAnyCA);
    bool lacks = !certificate->isRoot && !issuer;
    CERT_DestroyCertificate(issuer);
    return lacks;
}

CERTCertificate *nh_missing_find(CERTCertificate *certificate, struct nh_missing *out)
{
    CERTCertificate *issuers[NH_CHAIN_MAX], *last = NULL;
    size_t count = nh_chain_of(certificate, issuers);
    *out = (struct nh_missing){.web = false};
    last = CERT_DupCertificate(count ? issuers[count - 1] : certificate);
    if (!lacks_issuer(last)) {
        CERT_DestroyCertificate(last);
        last = NULL;
    } else {
        name_issuer(last, out);
        read_address(last, out);
    }
    for (size_t i = 0; i < count; i++)
        CERT_DestroyCertificate(issuers[i]);
    return last;
}
