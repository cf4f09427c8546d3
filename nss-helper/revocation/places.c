/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/places.h"

#include "base/language.h"

#include <cert.h>
#include <certdb.h>
#include <secoid.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define URL_MOST 1024

void nh_places_reset(struct nh_places *places)
{
    for (size_t i = 0; i < places->count; i++)
        free(places->items[i].url);
    *places = (struct nh_places){.count = 0};
}

static bool begins(const SECItem *uri, const char *scheme)
{
    size_t length = strlen(scheme);
    return uri->len > length && strncasecmp((const char *)uri->data, scheme, length) == 0;
}

static bool is_web(const SECItem *uri)
{
    return uri->len <= URL_MOST && !memchr(uri->data, 0, uri->len) &&
           (begins(uri, "http://") || begins(uri, "https://"));
}

static size_t count_of(const struct nh_places *places, bool ocsp)
{
    size_t count = 0;
    for (size_t i = 0; i < places->count; i++)
        count += places->items[i].ocsp == ocsp;
    return count;
}

static bool add(struct nh_places *places, bool ocsp, const SECItem *uri)
{
    struct nh_place *place = &places->items[places->count];
    if (count_of(places, ocsp) == NH_PLACES_MOST)
        return true;
    place->ocsp = ocsp;
    place->url = strndup((const char *)uri->data, uri->len);
    places->count += place->url != NULL;
    return place->url != NULL;
}

/* Only the first is reported. */
static void tell(struct nh_places *places, const char *words)
{
    if (!places->beyond[0])
        snprintf(places->beyond, sizeof places->beyond, "%s", words);
}

/* Clean a text from the certificate for a message. */
static void clean(char *text)
{
    for (; *text; text++)
        if (*text < ' ' || *text > '~')
            *text = '?';
}

/* Report an address, without its user name and password, and why it can't be asked, or NULL. */
static void tell_address(struct nh_places *places, const SECItem *uri, const char *why)
{
    char text[121], words[NH_PLACE_WORDS];
    snprintf(text, sizeof text, "%.*s", (int)(uri->len < URL_MOST ? uri->len : URL_MOST),
             (const char *)uri->data);
    clean(text);
    const char *mark = strstr(text, "://"), *host = mark ? mark + 3 : text;
    const char *user = memrchr(host, '@', strcspn(host, "/"));
    snprintf(words, sizeof words, why ? "%.*s%s (%s)" : "%.*s%s", (int)(host - text), text,
             user ? user + 1 : host, why ? _(why) : "");
    tell(places, words);
}

static void tell_directory(struct nh_places *places, CERTName *name)
{
    char words[NH_PLACE_WORDS], *text = CERT_NameToAscii(name);
    if (text)
        clean(text);
    snprintf(words, sizeof words, _("the entry %.120s of a directory"), text ? text : "");
    PORT_Free(text);
    tell(places, words);
}

static bool add_name(struct nh_places *places, const CRLDistributionPoint *point,
                     CERTGeneralName *name)
{
    const char *why = point->crlIssuer     ? N_("a CRL of another CA")
                      : point->reasons.len ? N_("a CRL of some reasons only")
                                           : NULL;
    if (name->type == certURI && !why && is_web(&name->name.other))
        return add(places, false, &name->name.other);
    if (name->type == certURI)
        tell_address(places, &name->name.other, why);
    else if (name->type == certDirectoryName)
        tell_directory(places, &name->name.directoryName);
    else
        tell(places, _("a CRL without an address"));
    return true;
}

static bool add_point(struct nh_places *places, const CRLDistributionPoint *point)
{
    CERTGeneralName *first = point->distPointType == generalName ? point->distPoint.fullName : NULL;
    CERTGeneralName *name = first;
    bool good = true;
    if (!first)
        tell(places, point->crlIssuer ? _("a CRL of another CA") : _("the directory of its CA"));
    while (good && name) {
        good = add_name(places, point, name);
        name = CERT_GetNextGeneralName(name);
        name = name == first ? NULL : name;
    }
    return good;
}

static bool add_points(struct nh_places *places, PLArenaPool *arena, SECItem *value)
{
    CERTCrlDistributionPoints *points = CERT_DecodeCRLDistributionPoints(arena, value);
    CRLDistributionPoint **at = points ? points->distPoints : NULL;
    bool good = true;
    if (!at || !*at)
        tell(places, _("a CRL in a form that can't be read"));
    for (; good && at && *at; at++)
        good = add_point(places, *at);
    return good;
}

static bool add_servers(struct nh_places *places, PLArenaPool *arena, SECItem *value)
{
    CERTAuthInfoAccess **all = CERT_DecodeAuthInfoAccessExtension(arena, value);
    bool good = true;
    if (!all)
        tell(places, _("its CA in a form that can't be read"));
    for (; good && all && *all; all++) {
        const CERTGeneralName *name = (*all)->location;
        if (SECOID_FindOIDTag(&(*all)->method) != SEC_OID_PKIX_OCSP)
            continue;
        if (!name || name->type != certURI)
            tell(places, _("an OCSP server without an address"));
        else if (is_web(&name->name.other))
            good = add(places, true, &name->name.other);
        else
            tell_address(places, &name->name.other, "OCSP");
    }
    return good;
}

static bool gather(CERTCertificate *certificate, PLArenaPool *arena, SECOidTag extension,
                   bool (*read)(struct nh_places *, PLArenaPool *, SECItem *),
                   struct nh_places *out)
{
    SECItem value = {0};
    bool good = CERT_FindCertExtension(certificate, extension, &value) != SECSuccess ||
                read(out, arena, &value);
    SECITEM_FreeItem(&value, PR_FALSE);
    return good;
}

bool nh_places(CERTCertificate *certificate, struct nh_places *out)
{
    PLArenaPool *arena = PORT_NewArena(DER_DEFAULT_CHUNKSIZE);
    *out = (struct nh_places){.count = 0};
    bool good = arena &&
                gather(certificate, arena, SEC_OID_X509_AUTH_INFO_ACCESS, add_servers, out) &&
                gather(certificate, arena, SEC_OID_X509_CRL_DIST_POINTS, add_points, out);
    if (arena)
        PORT_FreeArena(arena, PR_FALSE);
    if (!good)
        nh_places_reset(out);
    return good;
}
