/* SPDX-License-Identifier: MPL-2.0 */
#include "nss/orphan.h"

#include "nss/store.h"

#include <cert.h>
#include <keyhi.h>
#include <pk11pub.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void nh_orphans_reset(struct nh_orphans *orphans)
{
    free(orphans->items);
    *orphans = (struct nh_orphans){0};
}

static bool has_certificate(SECKEYPrivateKey *key)
{
    CERTCertList *list = PK11_GetCertsMatchingPrivateKey(key);
    bool found = list && !CERT_LIST_EMPTY(list);
    if (list)
        CERT_DestroyCertList(list);
    return found;
}

/* From the private key alone: "Refresh Firefox" drops the public keys. */
static bool describe(SECKEYPrivateKey *key, struct nh_orphan *out)
{
    KeyType type = SECKEY_GetPrivateKeyType(key);
    int bits = 8 * (type == rsaKey ? PK11_GetPrivateModulusLen(key) : PK11_SignatureLen(key) / 2);
    if (type == ecKey && bits == 528)
        bits = 521; /* not a whole number of bytes */
    snprintf(out->kind, sizeof out->kind, "%s%d", type == rsaKey ? "RSA " : "EC P-", bits);
    return nh_key_id_of(key, out->key_id);
}

/* Called for each key with its id; false ends the walk. */
typedef bool visit(SECKEYPrivateKey *key, const struct nh_orphan *it, void *context);

static enum nh_status walk(struct nh_store *store, visit *visitor, void *context,
                           struct nh_error *err)
{
    PORT_SetError(0);
    SECKEYPrivateKeyList *keys = PK11_ListPrivKeysInSlot(nh_store_slot(store), NULL, NULL);
    if (!keys && PORT_GetError())
        return nh_fail_nss(err, NH_BAD_DATABASE, "The keys of the profile can't be listed.");
    bool going = keys != NULL;
    SECKEYPrivateKeyListNode *node = keys ? PRIVKEY_LIST_HEAD(keys) : NULL;
    for (; going && !PRIVKEY_LIST_END(node, keys); node = PRIVKEY_LIST_NEXT(node)) {
        struct nh_orphan it = {0};
        if (describe(node->key, &it))
            going = visitor(node->key, &it, context);
    }
    if (keys)
        SECKEY_DestroyPrivateKeyList(keys);
    return NH_OK;
}

struct list {
    struct nh_orphans orphans;
    bool short_of_memory;
};

static bool add(SECKEYPrivateKey *key, const struct nh_orphan *it, void *context)
{
    struct list *list = context;
    if (has_certificate(key))
        return true;
    struct nh_orphan *items =
        reallocarray(list->orphans.items, list->orphans.count + 1, sizeof *items);
    if (items) {
        items[list->orphans.count++] = *it;
        list->orphans.items = items;
    }
    list->short_of_memory = !items;
    return items != NULL;
}

enum nh_status nh_orphans_list(struct nh_store *store, struct nh_orphans *out, struct nh_error *err)
{
    struct list list = {0};
    enum nh_status status = walk(store, add, &list, err);
    if (!status && list.short_of_memory)
        status = nh_fail_memory(err);
    if (status)
        nh_orphans_reset(&list.orphans);
    else
        *out = list.orphans;
    return status;
}

struct search {
    const char *key_id;
    SECKEYPrivateKey *found;
};

static bool compare(SECKEYPrivateKey *key, const struct nh_orphan *it, void *context)
{
    struct search *search = context;
    if (strcmp(it->key_id, search->key_id) == 0)
        search->found = SECKEY_CopyPrivateKey(key);
    return !search->found;
}

enum nh_status nh_orphan_remove(struct nh_store *store, const char *key_id, struct nh_error *err)
{
    struct search search = {.key_id = key_id};
    enum nh_status status = walk(store, compare, &search, err);
    if (status)
        return status;
    if (!search.found)
        return nh_fail(err, NH_NO_KEY, NULL, "There is no such key in this profile.");
    if (has_certificate(search.found)) {
        SECKEY_DestroyPrivateKey(search.found);
        return nh_fail(err, NH_HAS_CERTIFICATE, NULL,
                       "This key has a certificate, so nothing was removed.");
    }
    PORT_SetError(0);
    /* This call frees the key, too. */
    if (PK11_DeleteTokenPrivateKey(search.found, PR_FALSE) != SECSuccess)
        return nh_fail_nss(err, NH_NSS, "The key could not be removed.");
    return nh_store_sync(store, err);
}
