/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/otherkind.h"

#include "base/buf.h"
#include "base/language.h"
#include "nss/armour.h"
#include "nss/base64.h"

#include <secasn1.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

static const char request[] =
    N_("This is a certificate request (CSR), not a certificate. Send it to the CA, and import the "
       "certificate that the CA issues.");
static const char public_key[] =
    N_("This is a public key, not a certificate. Import the file that the CA sent you.");
static const char crl[] = N_("This is a list of revoked certificates (CRL), not a certificate.");
static const char web_page[] =
    N_("This is a web page, not a certificate. Perhaps the site asks for a login, or reports an "
       "error. Open the page in the browser, and download the certificate again.");
static const char keystore[] = N_(
    "This is a Java keystore. Convert it to a PKCS#12 file: \"keytool -importkeystore -srckeystore "
    "FILE -destkeystore NEW.p12 -deststoretype PKCS12\". Then import NEW.p12.");
static const char archive[] =
    N_("This is an archive, not a certificate. Unpack it, and import the file with the "
       "certificate.");
static const char ssh[] = N_("This is an SSH key, not a certificate that browsers use.");

/* The first bytes of each kind of file. */
static const struct {
    const char *bytes;
    size_t length;
    const char *says;
} beginnings[] = {
    {"\xfe\xed\xfe\xed", 4, keystore},
    {"\xce\xce\xce\xce", 4, keystore}, /* JCEKS */
    {"PK\x03\x04", 4, archive},
    {"\x1f\x8b", 2, archive},
    {"7z\xbc\xaf\x27\x1c", 6, archive},
    {"%PDF-", 5, N_("This is a PDF document, not a certificate.")},
    {"SQLite format 3", 15,
     N_("This is a database, perhaps of a browser's profile. To copy a certificate from one "
        "profile to another: nss-helper copy")},
    {"ssh-", 4, ssh},
    {"ecdsa-sha2-", 11, ssh},
    {"PuTTY-User-Key-File", 19, ssh},
    {"SPKAC=", 6, request},
};

static const struct {
    const char *label;
    const char *says;
} labels[] = {
    {"CERTIFICATE REQUEST", request},
    {"NEW CERTIFICATE REQUEST", request},
    {"PUBLIC KEY", public_key},
    {"RSA PUBLIC KEY", public_key},
    {"X509 CRL", crl},
    {"SSH2 PUBLIC KEY", ssh},
    {"PGP PUBLIC KEY BLOCK", N_("This is a PGP key, not a certificate that browsers use.")},
    {"PGP MESSAGE", N_("This is a PGP message, not a certificate. Decrypt it first.")},
};

/* Their structure alone distinguishes them. */
static const SEC_ASN1Template skip[] = {{SEC_ASN1_ANY, 0, NULL, sizeof(SECItem)}};
struct parts {
    SECItem part[5];
};
#define PART(n) offsetof(struct parts, part[n])

/* CertificationRequestInfo, RFC 2986 section 4.1 */
static const SEC_ASN1Template request_info_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct parts)},
    {SEC_ASN1_INTEGER, PART(0), NULL, 0},
    {SEC_ASN1_SEQUENCE_OF, PART(1), skip, 0},
    {SEC_ASN1_SEQUENCE_OF, PART(2), skip, 0},
    {SEC_ASN1_CONSTRUCTED | SEC_ASN1_CONTEXT_SPECIFIC | SEC_ASN1_OPTIONAL | 0, PART(3), skip, 0},
    {0, 0, NULL, 0},
};
/* TBSCertList, RFC 5280 section 5.1, up to the time */
static const SEC_ASN1Template crl_info_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct parts)},
    {SEC_ASN1_INTEGER | SEC_ASN1_OPTIONAL, PART(0), NULL, 0},
    {SEC_ASN1_SEQUENCE_OF, PART(1), skip, 0},
    {SEC_ASN1_SEQUENCE_OF, PART(2), skip, 0},
    {SEC_ASN1_UTC_TIME, PART(3), NULL, 0},
    {SEC_ASN1_SKIP_REST, 0, NULL, 0},
    {0, 0, NULL, 0},
};
/* The signed part is followed by the algorithm and the signature. */
static const SEC_ASN1Template signed_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct parts)},
    {SEC_ASN1_ANY, PART(0), NULL, 0},
    {SEC_ASN1_SEQUENCE_OF, PART(1), skip, 0},
    {SEC_ASN1_BIT_STRING, PART(2), NULL, 0},
    {0, 0, NULL, 0},
};
/* SubjectPublicKeyInfo */
static const SEC_ASN1Template key_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct parts)},
    {SEC_ASN1_SEQUENCE_OF, PART(0), skip, 0},
    {SEC_ASN1_BIT_STRING, PART(1), NULL, 0},
    {0, 0, NULL, 0},
};

static bool has_form(PLArenaPool *arena, const SEC_ASN1Template *form, const SECItem *der,
                     struct parts *out)
{
    *out = (struct parts){{{siBuffer, NULL, 0}}};
    return SEC_QuickDERDecodeItem(arena, out, form, der) == SECSuccess;
}

static const char *by_form(const void *data, size_t length)
{
    SECItem der = {siBuffer, (unsigned char *)data, (unsigned)length};
    struct parts whole, inside;
    const char *says = NULL;
    PLArenaPool *arena = PORT_NewArena(SEC_ASN1_DEFAULT_ARENA_SIZE);
    if (!arena)
        return NULL;
    if (has_form(arena, key_template, &der, &whole))
        says = public_key;
    else if (!has_form(arena, signed_template, &der, &whole))
        ;
    else if (has_form(arena, request_info_template, &whole.part[0], &inside))
        says = request;
    else if (has_form(arena, crl_info_template, &whole.part[0], &inside))
        says = crl;
    PORT_FreeArena(arena, PR_FALSE);
    return says;
}

static const char *by_label(const char *text, size_t length)
{
    const char *end = text + length;
    struct nh_armour block;
    while (nh_armour_next(&text, end, &block) == NH_ARMOUR_BLOCK) {
        for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
            if (nh_armour_is(&block, labels[i].label))
                return labels[i].says;
        }
    }
    return NULL;
}

/* A comment or a declaration may come before it. */
#define PAGE_HEAD 1024

static bool is_page(const char *text, size_t length)
{
    static const char *const tags[] = {"<html", "<!doctype html", "<head", "<body"};
    for (size_t at = 0; *text == '<' && at < length && at < PAGE_HEAD; at++) {
        for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
            size_t most = strlen(tags[i]);
            if (length - at >= most && strncasecmp(text + at, tags[i], most) == 0)
                return true;
        }
    }
    return false;
}

static const char *by_base64(const char *text, size_t length)
{
    struct nh_buf der = {0};
    const char *says = NULL;
    if (!nh_base64_decode(text, length, &der, NULL))
        says = by_form(der.data, der.length);
    nh_buf_reset(&der);
    return says;
}

const char *nh_otherkind(const void *data, size_t length)
{
    if (length == 0)
        return N_("The file is empty.");
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (length >= beginnings[i].length &&
            memcmp(data, beginnings[i].bytes, beginnings[i].length) == 0)
            return beginnings[i].says;
    }
    if (is_page(data, length))
        return web_page;
    const char *says = by_label(data, length);
    if (!says)
        says = by_form(data, length);
    return says ? says : by_base64(data, length);
}
