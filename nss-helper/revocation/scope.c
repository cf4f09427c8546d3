/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/scope.h"

#include "base/language.h"

#include <cert.h>
#include <certdb.h>
#include <secasn1.h>
#include <secitem.h>
#include <secoid.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define TAGGED(n) (SEC_ASN1_CONTEXT_SPECIFIC | (n))

/* Without [5], onlyContainsAttributeCerts, because NSS takes its tag for that of NULL. A list with
   it counts as unreadable, which is right: it covers no certificates of persons. */
struct scope {
    SECItem place, only_people, only_cas, some_reasons, indirect;
};

static const SEC_ASN1Template any_template[] = {{SEC_ASN1_ANY, 0, NULL, sizeof(SECItem)}};
static const SEC_ASN1Template boolean_template[] = {{SEC_ASN1_BOOLEAN, 0, NULL, sizeof(SECItem)}};
static const SEC_ASN1Template bits_template[] = {{SEC_ASN1_BIT_STRING, 0, NULL, sizeof(SECItem)}};
static const SEC_ASN1Template scope_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct scope)},
    {SEC_ASN1_OPTIONAL | SEC_ASN1_EXPLICIT | SEC_ASN1_CONSTRUCTED | TAGGED(0),
     offsetof(struct scope, place), any_template, 0},
    {SEC_ASN1_OPTIONAL | TAGGED(1), offsetof(struct scope, only_people), boolean_template, 0},
    {SEC_ASN1_OPTIONAL | TAGGED(2), offsetof(struct scope, only_cas), boolean_template, 0},
    {SEC_ASN1_OPTIONAL | TAGGED(3), offsetof(struct scope, some_reasons), bits_template, 0},
    {SEC_ASN1_OPTIONAL | TAGGED(4), offsetof(struct scope, indirect), boolean_template, 0},
    {0, 0, NULL, 0},
};

/* DistributionPointName: a list of names, or an RDN relative to the issuer of the CRL. */
struct names {
    SECItem **items;
};
static const SEC_ASN1Template list_template[] = {{SEC_ASN1_SEQUENCE_OF, 0, any_template, 0}};
static const SEC_ASN1Template full_template[] = {
    {SEC_ASN1_CONSTRUCTED | TAGGED(0), offsetof(struct names, items), list_template,
     sizeof(struct names)},
};
static const SEC_ASN1Template set_template[] = {{SEC_ASN1_SET_OF, 0, any_template, 0}};
static const SEC_ASN1Template relative_template[] = {
    {SEC_ASN1_CONSTRUCTED | TAGGED(1), offsetof(struct names, items), set_template,
     sizeof(struct names)},
};

/* A Name, and its last RDN. */
static const SEC_ASN1Template name_template[] = {
    {SEC_ASN1_SEQUENCE_OF, offsetof(struct names, items), any_template, sizeof(struct names)}};
static const SEC_ASN1Template rdn_template[] = {
    {SEC_ASN1_SET_OF, offsetof(struct names, items), any_template, sizeof(struct names)}};

static bool is_true(const SECItem *boolean)
{
    return boolean->len && boolean->data[0];
}

static bool is_ca(CERTCertificate *certificate)
{
    CERTBasicConstraints constraints = {0};
    SECItem value = {0};
    bool is =
        CERT_FindCertExtension(certificate, SEC_OID_X509_BASIC_CONSTRAINTS, &value) == SECSuccess &&
        CERT_DecodeBasicConstraintValue(&constraints, &value) == SECSuccess && constraints.isCA;
    SECITEM_FreeItem(&value, PR_FALSE);
    return is;
}

static bool has_url(CERTGeneralName *first, const char *url)
{
    CERTGeneralName *name = first;
    size_t length = strlen(url);
    do {
        if (name->type == certURI && name->name.other.len == length &&
            memcmp(name->name.other.data, url, length) == 0)
            return true;
        name = CERT_GetNextGeneralName(name);
    } while (name && name != first);
    return false;
}

/* A name must be encoded the same in the certificate and in the CRL (RFC 5280 5.2.5). */
static bool shares_name(SECItem *const *some, SECItem *const *others)
{
    for (; some && *some; some++)
        for (SECItem *const *other = others; other && *other; other++)
            if (SECITEM_ItemsAreEqual(*some, *other))
                return true;
    return false;
}

static size_t count_of(SECItem *const *items)
{
    size_t count = 0;
    while (items && items[count])
        count++;
    return count;
}

static bool are_alike(SECItem *const *some, SECItem *const *others, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!SECITEM_ItemsAreEqual(some[i], others[i]))
            return false;
    return true;
}

/* Whether the name is that of the CA followed by an RDN with these attributes. */
static bool is_below(PLArenaPool *arena, const SECItem *name, const SECItem *issuer,
                     SECItem *const *attributes)
{
    struct names whole = {0}, upper = {0}, last = {0};
    if (SEC_QuickDERDecodeItem(arena, &whole, name_template, name) != SECSuccess ||
        SEC_QuickDERDecodeItem(arena, &upper, name_template, issuer) != SECSuccess)
        return false;
    size_t depth = count_of(upper.items), count = count_of(attributes);
    return count_of(whole.items) == depth + 1 && are_alike(whole.items, upper.items, depth) &&
           SEC_QuickDERDecodeItem(arena, &last, rdn_template, whole.items[depth]) == SECSuccess &&
           count && count_of(last.items) == count && are_alike(last.items, attributes, count);
}

static bool has_entry(PLArenaPool *arena, CERTGeneralName *first, const SECItem *issuer,
                      SECItem *const *attributes)
{
    CERTGeneralName *name = first;
    do {
        if (name->type == certDirectoryName &&
            is_below(arena, &name->derDirectoryName, issuer, attributes))
            return true;
        name = CERT_GetNextGeneralName(name);
    } while (name && name != first);
    return false;
}

/* Whether it is the distribution point that the CRL came from, for all reasons, and of the CA's own
   list. */
static bool is_asked(const CRLDistributionPoint *point, const char *url)
{
    return point->distPointType == generalName && point->distPoint.fullName &&
           !point->reasons.len && !point->crlIssuer && has_url(point->distPoint.fullName, url);
}

/* A distribution point. */
struct place {
    struct names full, relative;
};

static bool read_place(PLArenaPool *arena, const SECItem *der, struct place *out)
{
    return SEC_QuickDERDecodeItem(arena, &out->full, full_template, der) == SECSuccess ||
           SEC_QuickDERDecodeItem(arena, &out->relative, relative_template, der) == SECSuccess;
}

static bool is_of_place(PLArenaPool *arena, const SECItem *der, CERTCertificate *certificate,
                        const char *url)
{
    struct place place = {.full = {0}};
    SECItem value = {0};
    CERTCrlDistributionPoints *points = NULL;
    bool found = false;
    if (read_place(arena, der, &place) &&
        CERT_FindCertExtension(certificate, SEC_OID_X509_CRL_DIST_POINTS, &value) == SECSuccess)
        points = CERT_DecodeCRLDistributionPoints(arena, &value);
    CRLDistributionPoint **at = points ? points->distPoints : NULL;
    for (; at && *at && !found; at++)
        found =
            is_asked(*at, url) &&
            (shares_name(place.full.items, (*at)->derFullName) ||
             (place.relative.items && has_entry(arena, (*at)->distPoint.fullName,
                                                &certificate->derIssuer, place.relative.items)));
    SECITEM_FreeItem(&value, PR_FALSE);
    return found;
}

static const char *judge(PLArenaPool *arena, const struct scope *scope,
                         CERTCertificate *certificate, const char *url)
{
    bool ca = is_ca(certificate);
    if (is_true(&scope->indirect))
        return N_("The CRL is shared by several CAs. NSS Helper can't check such a CRL.");
    if (scope->some_reasons.len)
        return N_("The CRL covers only some reasons for a revocation.");
    if (is_true(ca ? &scope->only_people : &scope->only_cas))
        return N_("The CRL covers other kinds of certificates.");
    if (scope->place.len && !is_of_place(arena, &scope->place, certificate, url))
        return N_("The CRL is a part of a larger one, and not the part for this certificate.");
    return NULL;
}

const char *nh_scope_misses(const SECItem *extension, CERTCertificate *certificate, const char *url)
{
    PLArenaPool *arena = PORT_NewArena(DER_DEFAULT_CHUNKSIZE);
    struct scope scope = {.place = {0}};
    bool read =
        arena && SEC_QuickDERDecodeItem(arena, &scope, scope_template, extension) == SECSuccess;
    const char *misses =
        read ? judge(arena, &scope, certificate, url)
             : N_("The CRL does not say in a readable form which certificates it covers.");
    if (arena)
        PORT_FreeArena(arena, PR_FALSE);
    return misses;
}
