/* SPDX-License-Identifier: MPL-2.0 */
#include "certificate/find.h"

#include "certificate/describe.h"
#include "nss/hash.h"
#include "nss/store.h"

#include <cert.h>
#include <ctype.h>
#include <keyhi.h>
#include <pk11pub.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* By the keys, not by PK11_ListCerts: that reads every certificate of the profile. */
bool nh_identities_walk(struct nh_store *store, nh_identity_visitor *visitor, void *context)
{
    bool going = true;
    SECKEYPrivateKeyList *keys = PK11_ListPrivKeysInSlot(nh_store_slot(store), NULL, NULL);
    if (!keys)
        return PORT_GetError() == 0;
    SECKEYPrivateKeyListNode *key = PRIVKEY_LIST_HEAD(keys);
    for (; going && !PRIVKEY_LIST_END(key, keys); key = PRIVKEY_LIST_NEXT(key)) {
        CERTCertList *list = PK11_GetCertsMatchingPrivateKey(key->key);
        if (!list)
            continue;
        CERTCertListNode *node = CERT_LIST_HEAD(list);
        for (; going && !CERT_LIST_END(node, list); node = CERT_LIST_NEXT(node))
            going = visitor(node->cert, context);
        CERT_DestroyCertList(list);
    }
    SECKEY_DestroyPrivateKeyList(keys);
    return going;
}

static bool is_listed(const struct nh_identities *list, const char *fingerprint)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i]->fingerprint, fingerprint) == 0)
            return true;
    }
    return false;
}

static bool add_identity(CERTCertificate *certificate, void *context)
{
    struct nh_identities *list = context;
    struct nh_identity *identity = nh_describe(certificate);
    if (identity && is_listed(list, identity->fingerprint)) {
        nh_identity_free(&identity);
        return true;
    }
    struct nh_identity **items =
        identity ? reallocarray(list->items, list->count + 1, sizeof *items) : NULL;
    if (!items) {
        nh_identity_free(&identity);
        return false;
    }
    items[list->count++] = identity;
    list->items = items;
    return true;
}

enum nh_status nh_identities_list(struct nh_store *store, struct nh_identities *out,
                                  struct nh_error *err)
{
    struct nh_identities found = {0};
    PORT_SetError(0);
    if (!nh_identities_walk(store, add_identity, &found)) {
        enum nh_status status =
            nh_fail_nss(err, NH_BAD_DATABASE, "The certificates of the profile can't be listed.");
        nh_identities_reset(&found);
        return status;
    }
    *out = found;
    return NH_OK;
}

struct search {
    const char *fingerprint;
    CERTCertificate *found;
};

static bool compare_fingerprint(CERTCertificate *certificate, void *context)
{
    struct search *search = context;
    char fingerprint[96];
    if (!nh_hash_fingerprint(certificate->derCert.data, certificate->derCert.len, fingerprint) ||
        strcmp(fingerprint, search->fingerprint) != 0)
        return true;
    search->found = CERT_DupCertificate(certificate);
    return false;
}

CERTCertificate *nh_identity_certificate(struct nh_store *store, const char *fingerprint)
{
    struct search search = {fingerprint, NULL};
    nh_identities_walk(store, compare_fingerprint, &search);
    return search.found;
}

/* What an ID may mean. */
struct id {
    char hex[130];   /* its hex digits, upper case, without colons and 0x */
    bool is_decimal; /* nothing but digits */
    bool is_serial;  /* it has 0x or colons */
    bool is_fingerprint;
};

static bool parse_id(const char *text, struct id *id)
{
    *id = (struct id){.is_decimal = true};
    size_t length = 0;
    bool prefix = strncmp(text, "0x", 2) == 0 || strncmp(text, "0X", 2) == 0;
    for (const char *p = prefix ? text + 2 : text; *p; p++) {
        if (*p == ':') {
            id->is_serial = true;
        } else if (!isxdigit((unsigned char)*p) || length + 1 >= sizeof id->hex) {
            return false;
        } else {
            id->is_decimal &= isdigit((unsigned char)*p) != 0;
            id->hex[length++] = (char)toupper((unsigned char)*p);
        }
    }
    id->is_decimal &= !prefix && !id->is_serial;
    id->is_serial |= prefix;
    id->is_fingerprint = !prefix && length >= 8 && length <= 64;
    return length > 0 && (id->is_decimal || id->is_serial || id->is_fingerprint);
}

static void strip_colons(const char *text, char *out, size_t size)
{
    size_t length = 0;
    for (; *text && length + 1 < size; text++) {
        if (*text != ':')
            out[length++] = *text;
    }
    out[length] = '\0';
}

static const char *skip_zeros(const char *digits)
{
    while (*digits == '0' && digits[1])
        digits++;
    return digits;
}

static bool fits(const struct nh_identity *identity, const struct id *id)
{
    char digits[130];
    if (id->is_decimal && strcmp(skip_zeros(identity->serial_decimal), skip_zeros(id->hex)) == 0)
        return true;
    strip_colons(identity->serial_hex, digits, sizeof digits);
    if (id->is_serial && strcmp(skip_zeros(digits), skip_zeros(id->hex)) == 0)
        return true;
    strip_colons(identity->fingerprint, digits, sizeof digits);
    return id->is_fingerprint && strncmp(digits, id->hex, strlen(id->hex)) == 0;
}

bool nh_identity_fits(const struct nh_identity *identity, const char *id)
{
    struct id parsed;
    return parse_id(id, &parsed) && fits(identity, &parsed);
}

static enum nh_status fail_many(const struct nh_identities *list, const struct id *id,
                                struct nh_error *err)
{
    char text[240] = "";
    size_t used = 0;
    for (size_t i = 0; i < list->count && used < sizeof text; i++) {
        if (fits(list->items[i], id))
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%.23s (%.40s)",
                                     used ? ", " : "", list->items[i]->fingerprint,
                                     list->items[i]->name);
    }
    return nh_fail(err, NH_MANY_IDENTITIES, NULL, "Several identities fit: %s.", text);
}

enum nh_status nh_identity_find(struct nh_store *store, const char *id, struct nh_identity **out,
                                struct nh_error *err)
{
    struct nh_identities list = {0};
    struct id parsed;
    struct nh_identity **match = NULL;
    if (!parse_id(id, &parsed))
        return nh_fail(err, NH_USAGE, NULL,
                       "\"%.80s\" is no ID: give 8 or more hex digits of the fingerprint, or the "
                       "serial number.",
                       id);
    enum nh_status status = nh_identities_list(store, &list, err);
    for (size_t i = 0; !status && i < list.count; i++) {
        if (!fits(list.items[i], &parsed))
            continue;
        if (match)
            status = fail_many(&list, &parsed, err);
        match = &list.items[i];
    }
    if (!status && !match)
        status =
            nh_fail(err, NH_NO_IDENTITY, NULL, "No identity in this profile fits \"%.80s\".", id);
    if (!status) {
        *out = *match;
        *match = NULL;
    }
    nh_identities_reset(&list);
    return status;
}
