/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/scope.h"

#include <cert.h>
#include <certdb.h>
#include <secasn1.h>
#include <secitem.h>
#include <secoid.h>
#include <stddef.h>
#include <string.h>

#define TAGGED(n) (SEC_ASN1_CONTEXT_SPECIFIC | (n))

struct scope {
    SECItem place, only_people, only_cas, some_reasons, indirect, only_attributes;
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
    {SEC_ASN1_OPTIONAL | TAGGED(5), offsetof(struct scope, only_attributes), boolean_template, 0},
    {0, 0, NULL, 0},
};

/* The fullName of a DistributionPointName; its other form is not one of a place on the web. */
struct names {
    SECItem **items;
};
static const SEC_ASN1Template list_template[] = {{SEC_ASN1_SEQUENCE_OF, 0, any_template, 0}};
static const SEC_ASN1Template names_template[] = {
    {SEC_ASN1_CONSTRUCTED | TAGGED(0), offsetof(struct names, items), list_template,
     sizeof(struct names)},
};

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

/* The encodings of a name in the certificate and in the list are the same (5.2.5). */
static bool shares_name(SECItem *const *some, SECItem *const *others)
{
    for (; some && *some; some++)
        for (SECItem *const *other = others; other && *other; other++)
            if (SECITEM_ItemsAreEqual(*some, *other))
                return true;
    return false;
}

static bool is_of_place(PLArenaPool *arena, const SECItem *place, CERTCertificate *certificate,
                        const char *url)
{
    struct names names = {0};
    SECItem value = {0};
    CERTCrlDistributionPoints *points = NULL;
    bool found = false;
    if (SEC_QuickDERDecodeItem(arena, &names, names_template, place) == SECSuccess &&
        CERT_FindCertExtension(certificate, SEC_OID_X509_CRL_DIST_POINTS, &value) == SECSuccess)
        points = CERT_DecodeCRLDistributionPoints(arena, &value);
    CRLDistributionPoint **at = points ? points->distPoints : NULL;
    for (; at && *at && !found; at++)
        found = (*at)->distPointType == generalName && (*at)->distPoint.fullName &&
                has_url((*at)->distPoint.fullName, url) &&
                shares_name(names.items, (*at)->derFullName);
    SECITEM_FreeItem(&value, PR_FALSE);
    return found;
}

bool nh_scope_covers(const SECItem *extension, CERTCertificate *certificate, const char *url)
{
    PLArenaPool *arena = PORT_NewArena(DER_DEFAULT_CHUNKSIZE);
    struct scope scope = {.place = {0}};
    bool covers =
        arena && SEC_QuickDERDecodeItem(arena, &scope, scope_template, extension) == SECSuccess &&
        !is_true(&scope.only_cas) && !scope.some_reasons.len && !is_true(&scope.indirect) &&
        !is_true(&scope.only_attributes) && !(is_true(&scope.only_people) && is_ca(certificate)) &&
        (!scope.place.len || is_of_place(arena, &scope.place, certificate, url));
    if (arena)
        PORT_FreeArena(arena, PR_FALSE);
    return covers;
}
