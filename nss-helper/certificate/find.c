/* SPDX-License-Identifier: MPL-2.0 */
#include "certificate/find.h"

#include "base/utf8.h"
#include "certificate/describe.h"
#include "nss/expected.h"
#include "nss/hash.h"
#include "nss/key.h"
#include "nss/store.h"

#include <cert.h>
#include <ctype.h>
#include <keyhi.h>
#include <pk11pub.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wctype.h>

static bool walk_expected(struct nh_store *store, nh_identity_visitor *visitor, void *context)
{
    const struct nh_expected *expected = nh_store_expected(store);
    bool going = true;
    for (size_t i = 0; going && i < expected->count; i++)
        going = !expected->items[i].has_key || visitor(expected->items[i].certificate, context);
    return going;
}

static bool visit_key(SECKEYPrivateKey *key, nh_identity_visitor *visitor, void *context)
{
    bool going = true;
    CERTCertList *list = PK11_GetCertsMatchingPrivateKey(key);
    if (!list)
        return true;
    CERTCertListNode *node = CERT_LIST_HEAD(list);
    for (; going && !CERT_LIST_END(node, list); node = CERT_LIST_NEXT(node))
        going = visitor(node->cert, context);
    CERT_DestroyCertList(list);
    return going;
}

/* By the keys, because PK11_ListCerts reads every certificate of the profile. */
bool nh_identities_walk(struct nh_store *store, nh_identity_visitor *visitor, void *context)
{
    bool going = true;
    SECKEYPrivateKeyList *keys = PK11_ListPrivKeysInSlot(nh_store_slot(store), NULL, NULL);
    if (!keys) {
        bool none = PORT_GetError() == 0;
        return walk_expected(store, visitor, context) && none;
    }
    SECKEYPrivateKeyListNode *key = PRIVKEY_LIST_HEAD(keys);
    for (; going && !PRIVKEY_LIST_END(key, keys); key = PRIVKEY_LIST_NEXT(key))
        going = visit_key(key->key, visitor, context);
    SECKEY_DestroyPrivateKeyList(keys);
    return going && walk_expected(store, visitor, context);
}

bool nh_identities_walk_subject(struct nh_store *store, CERTCertificate *certificate,
                                nh_identity_visitor *visitor, void *context)
{
    bool going = true;
    CERTCertList *list = CERT_CreateSubjectCertList(NULL, CERT_GetDefaultCertDB(),
                                                    &certificate->derSubject, PR_Now(), PR_FALSE);
    if (!list)
        return false;
    CERTCertListNode *node = CERT_LIST_HEAD(list);
    for (; going && !CERT_LIST_END(node, list); node = CERT_LIST_NEXT(node)) {
        SECKEYPrivateKey *key = PK11_FindPrivateKeyFromCert(nh_store_slot(store), node->cert, NULL);
        going = !key || visitor(node->cert, context);
        SECKEY_DestroyPrivateKey(key);
    }
    CERT_DestroyCertList(list);
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

/* All keys are walked as well if the ID finds nothing: another program may have stored the key
   under another one. */
CERTCertificate *nh_identity_certificate(struct nh_store *store, const char *fingerprint,
                                         const char *key_id)
{
    struct search search = {fingerprint, NULL};
    SECKEYPrivateKey *key = nh_key_with_id(store, key_id);
    bool going = !key || visit_key(key, compare_fingerprint, &search);
    SECKEY_DestroyPrivateKey(key);
    if (going && walk_expected(store, compare_fingerprint, &search))
        nh_identities_walk(store, compare_fingerprint, &search);
    return search.found;
}

CERTCertificate *nh_identity_stored(struct nh_store *store, const struct nh_identity *identity)
{
    return nh_identity_certificate(store, identity->fingerprint, identity->key_id);
}

/* An ID, parsed. */
struct id {
    const char *name; /* an e-mail address or a name, if it can be nothing else; or NULL */
    char hex[130];    /* its hex digits, upper case, without colons and 0x */
    bool is_decimal;  /* nothing but digits */
    bool is_serial;   /* it has 0x or colons */
    bool is_fingerprint;
};

static bool parse_digits(const char *text, struct id *id)
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

/* A text that could be a number is never a name: it could be mistaken for a serial. */
static void parse_id(const char *text, struct id *id)
{
    if (!parse_digits(text, id))
        *id = (struct id){.name = text};
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

/* If `one` begins with `with`, ignoring case, the number of bytes; else 0. */
static size_t begins(const char *text, const char *with)
{
    uint32_t a = 0, b = 0;
    const char *at = text;
    while (*at && *with) {
        size_t length = nh_utf8_next(at, strlen(at), &a);
        size_t size = nh_utf8_next(with, strlen(with), &b);
        if (!length || !size || towlower((wint_t)a) != towlower((wint_t)b))
            return 0;
        at += length;
        with += size;
    }
    return *with ? 0 : (size_t)(at - text);
}

/* Whether both are the same text, ignoring case; empty texts never are. */
static bool is_same(const char *one, const char *other)
{
    size_t length = begins(one, other);
    return length && !one[length];
}

static bool has_part(const char *text, const char *part)
{
    for (; *text; text++)
        if (begins(text, part))
            return true;
    return false;
}

static bool is_called(const struct nh_identity *identity, const char *name)
{
    if (!*name)
        return false;
    for (char **email = identity->emails; *email; email++)
        if (is_same(*email, name))
            return true;
    return is_same(identity->name, name);
}

static bool fits(const struct nh_identity *identity, const struct id *id)
{
    char digits[130];
    if (id->name)
        return is_called(identity, id->name);
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
    parse_id(id, &parsed);
    return fits(identity, &parsed);
}

/* The message names the last day of each, as the certificates of one person have the same name. */
static enum nh_status fail_many(const struct nh_identities *list, const struct id *id,
                                struct nh_error *err)
{
    char text[240] = "", until[16] = "";
    struct tm parts;
    size_t used = 0;
    for (size_t i = 0; i < list->count && used < sizeof text; i++) {
        const struct nh_identity *identity = list->items[i];
        if (!fits(identity, id))
            continue;
        if (localtime_r(&identity->not_after, &parts))
            strftime(until, sizeof until, "%Y-%m-%d", &parts);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%.23s (%.40s, %s)",
                                 used ? ", " : "", identity->fingerprint, identity->name, until);
    }
    return nh_fail(err, NH_MANY_IDENTITIES, NULL, "Several certificates fit: %s.", text);
}

/* Whether the text has a character that no serial or fingerprint has. */
static bool is_name(const char *text)
{
    static const char numbers[] = "0123456789abcdefABCDEFxX:.*-+ ";
    return text[strspn(text, numbers)] && nh_utf8_valid(text, strlen(text));
}

/* Whether the ID is only a part of a name. Such an ID is rejected: later it could name another. */
static bool is_part(const struct nh_identities *list, const struct id *id)
{
    for (size_t i = 0; id->name && *id->name && i < list->count; i++) {
        if (has_part(list->items[i]->name, id->name))
            return true;
        for (char **email = list->items[i]->emails; *email; email++)
            if (has_part(*email, id->name))
                return true;
    }
    return false;
}

static enum nh_status fail_none(const struct nh_identities *list, const char *id,
                                const struct id *parsed, struct nh_error *err)
{
    if (is_part(list, parsed))
        return nh_fail(err, NH_NO_IDENTITY, NULL,
                       "\"%.80s\" is only a part of a name. Give the whole name, the e-mail "
                       "address, or the ID.",
                       id);
    if (!parsed->name || is_name(id))
        return nh_fail(err, NH_NO_IDENTITY, NULL, "No certificate in this profile fits \"%.80s\".",
                       id);
    return nh_fail(err, NH_USAGE, NULL,
                   "\"%.80s\" is not an ID. Give 8 or more hex digits of the fingerprint, the "
                   "serial number, the e-mail address, or the name.",
                   id);
}

enum nh_status nh_identities_pick(const struct nh_identities *list, const char *id, size_t *at,
                                  struct nh_error *err)
{
    struct id parsed;
    size_t count = 0;
    parse_id(id, &parsed);
    for (size_t i = 0; i < list->count; i++) {
        if (!fits(list->items[i], &parsed))
            continue;
        if (++count > 1)
            return fail_many(list, &parsed, err);
        *at = i;
    }
    return count ? NH_OK : fail_none(list, id, &parsed, err);
}

enum nh_status nh_identity_find(struct nh_store *store, const char *id, struct nh_identity **out,
                                struct nh_error *err)
{
    struct nh_identities list = {0};
    size_t at = 0;
    enum nh_status status = nh_identities_list(store, &list, err);
    if (!status)
        status = nh_identities_pick(&list, id, &at, err);
    if (!status) {
        *out = list.items[at];
        list.items[at] = NULL;
    }
    nh_identities_reset(&list);
    return status;
}

/* Without the primary password NSS finds no keys, only certificates. */
static CERTCertificate *find_stored(struct nh_store *store, const char *fingerprint)
{
    struct search search = {fingerprint, NULL};
    CERTCertList *list = PK11_ListCertsInSlot(nh_store_slot(store));
    CERTCertListNode *node = list ? CERT_LIST_HEAD(list) : NULL;
    while (node && !CERT_LIST_END(node, list) && compare_fingerprint(node->cert, &search))
        node = CERT_LIST_NEXT(node);
    if (list)
        CERT_DestroyCertList(list);
    return search.found;
}

/* Takes the certificate, which may be NULL. */
static enum nh_status describe(CERTCertificate *found, struct nh_identity **out,
                               struct nh_error *err)
{
    if (!found)
        return nh_fail(err, NH_NO_IDENTITY, NULL, "The certificate is not in the profile.");
    *out = nh_describe(found);
    CERT_DestroyCertificate(found);
    return *out ? NH_OK : nh_fail_memory(err);
}

enum nh_status nh_identity_exact(struct nh_store *store, const char *fingerprint,
                                 struct nh_identity **out, struct nh_error *err)
{
    return describe(nh_identity_certificate(store, fingerprint, ""), out, err);
}

enum nh_status nh_identity_describe(struct nh_store *store, const char *fingerprint,
                                    struct nh_identity **out, struct nh_error *err)
{
    return describe(find_stored(store, fingerprint), out, err);
}
