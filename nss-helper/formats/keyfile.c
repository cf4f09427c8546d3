/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/keyfile.h"

#include "base/buf.h"
#include "formats/bundle.h"
#include "formats/incoming.h"
#include "formats/pemkeys.h"
#include "formats/pfx.h"
#include "formats/pkcs12.h"
#include "nss/base64.h"
#include "nss/store.h"

#include <stdlib.h>

struct nh_keyfile {
    struct nh_bundle bundle;
    struct nh_pkcs12 *pkcs12; /* either */
    struct nh_pemkeys *pem;   /* or */
    struct nh_buf der;        /* of a PKCS#12 file that came in base64 */
    struct nh_incomings incoming;
};

bool nh_keyfile_recognise(const void *data, size_t length)
{
    const char *start;
    size_t size;
    return nh_pfx_recognise(data, length) || nh_pfx_find(data, length, &start, &size) ||
           nh_pemkeys_recognise(data, length);
}

/* Everything that NSS has a part in. */
static void let_go(struct nh_keyfile *keyfile)
{
    nh_pkcs12_free(&keyfile->pkcs12);
    nh_pemkeys_free(&keyfile->pem);
    nh_buf_reset(&keyfile->der);
    nh_bundle_reset(&keyfile->bundle);
}

static void reset_incoming(struct nh_incomings *incoming)
{
    for (size_t i = 0; i < incoming->count; i++)
        nh_incoming_reset(&incoming->items[i]);
    free(incoming->items);
    *incoming = (struct nh_incomings){0};
}

void nh_keyfile_free(struct nh_keyfile **keyfile)
{
    if (!*keyfile)
        return;
    let_go(*keyfile);
    reset_incoming(&(*keyfile)->incoming);
    free(*keyfile);
    *keyfile = NULL;
}

static enum nh_status open_any(struct nh_keyfile *it, const void *data, size_t length,
                               const char *password, const char *language, struct nh_error *err)
{
    const char *base64;
    size_t size;
    if (nh_pfx_recognise(data, length))
        return nh_pkcs12_open(data, length, password, language, &it->bundle, &it->pkcs12, err);
    if (!nh_pfx_find(data, length, &base64, &size))
        return nh_pemkeys_open(data, length, password, language, &it->bundle, &it->pem, err);
    if (!nh_base64_decode(base64, size, &it->der))
        return nh_fail(err, NH_BAD_DATA, NULL,
                       "The base64 of this PKCS#12 file is damaged or cut off.");
    return nh_pkcs12_open(it->der.data, it->der.length, password, language, &it->bundle,
                          &it->pkcs12, err);
}

enum nh_status nh_keyfile_open(struct nh_store *store, const void *data, size_t length,
                               const char *password, const char *language, struct nh_keyfile **out,
                               struct nh_error *err)
{
    struct nh_keyfile *it = calloc(1, sizeof *it);
    if (!it)
        return nh_fail_memory(err);
    it->bundle.store = store;
    enum nh_status status = open_any(it, data, length, password, language, err);
    if (!status)
        status = nh_bundle_incoming(&it->bundle, &it->incoming, err);
    if (status)
        nh_keyfile_free(&it);
    else
        *out = it;
    return status;
}

const struct nh_incomings *nh_keyfile_incoming(const struct nh_keyfile *keyfile)
{
    return &keyfile->incoming;
}

static enum nh_status store_all(struct nh_keyfile *keyfile, struct nh_error *err)
{
    enum nh_status status =
        keyfile->pem ? nh_pemkeys_store(keyfile->pem, err) : nh_pkcs12_store(keyfile->pkcs12, err);
    nh_pemkeys_free(&keyfile->pem); /* what is looked at now is what was stored */
    if (!status)
        status = nh_bundle_check(&keyfile->bundle, err);
    if (status)
        nh_bundle_take_back(&keyfile->bundle);
    enum nh_status synced = nh_store_sync(keyfile->bundle.store, status ? NULL : err);
    return status ? status : synced;
}

enum nh_status nh_keyfile_store(struct nh_keyfile *keyfile, struct nh_error *err)
{
    enum nh_status status = nh_bundle_is_known(&keyfile->bundle) ? NH_OK : store_all(keyfile, err);
    if (!status)
        status = nh_bundle_describe(&keyfile->bundle, &keyfile->incoming, err);
    let_go(keyfile);
    return status;
}
