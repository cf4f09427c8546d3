/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/keyfile.h"

#include "base/buf.h"
#include "formats/bundle.h"
#include "formats/incoming.h"
#include "formats/pbe.h"
#include "formats/pemkeys.h"
#include "formats/pfx.h"
#include "formats/pkcs12.h"
#include "formats/pkcs8.h"
#include "formats/plain.h"
#include "formats/settings.h"
#include "nss/base64.h"
#include "nss/store.h"

#include <cert.h>
#include <secitem.h>
#include <stdlib.h>

struct nh_keyfile {
    struct nh_bundle bundle;
    bool open_key;
    struct nh_incomings incoming;
};

bool nh_keyfile_recognise(const void *data, size_t length)
{
    struct nh_plain plain;
    const char *start;
    size_t size;
    bool good = !nh_plain_open(data, length, &plain, NULL) &&
                (nh_pfx_recognise(plain.data, plain.length) ||
                 nh_settings_recognise(plain.data, plain.length) ||
                 nh_pfx_find(plain.data, plain.length, &start, &size) ||
                 nh_pemkeys_recognise(plain.data, plain.length) ||
                 nh_pkcs8_recognise(plain.data, plain.length));
    nh_plain_reset(&plain);
    return good;
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
    nh_bundle_reset(&(*keyfile)->bundle);
    reset_incoming(&(*keyfile)->incoming);
    free(*keyfile);
    *keyfile = NULL;
}

static enum nh_status read_base64(const char *text, size_t length, const struct nh_opening *opening,
                                  struct nh_bundle *bundle, struct nh_error *err)
{
    struct nh_buf der = {0};
    enum nh_status status = nh_base64_decode(text, length, &der, err);
    if (status == NH_BAD_DATA)
        status = nh_fail(err, NH_BAD_DATA, NULL,
                         "The base64 of this PKCS#12 file is damaged or cut off.");
    if (!status)
        status = nh_pkcs12_read(der.data, der.length, opening, bundle, err);
    nh_buf_reset(&der);
    return status;
}

static enum nh_status read_key(enum nh_pkcs8_form form, const struct nh_plain *plain,
                               const struct nh_opening *opening, struct nh_bundle *bundle,
                               struct nh_error *err)
{
    SECItem der = {siBuffer, (unsigned char *)plain->data, (unsigned)plain->length};
    struct nh_pkcs8 *key = NULL;
    unsigned long rounds = 0;
    enum nh_status status = nh_pkcs8_read(form, &der, opening, &rounds, &key, err);
    return status ? status : nh_bundle_add_key(bundle, &key, form, err);
}

static enum nh_status open_settings(const struct nh_settings *settings,
                                    const struct nh_opening *opening, struct nh_bundle *bundle,
                                    struct nh_error *err)
{
    const struct nh_buf *p12 = &settings->pkcs12;
    struct nh_opening own = *opening;
    own.password = (const char *)settings->passphrase.data;
    if (!p12->length)
        return nh_fail(
            err, NH_NO_CERTIFICATE, NULL,
            "This %s holds only the settings of a network, and no certificate of yours. To make a "
            "Wi-Fi profile with it: nss-helper export ID --for eduroam-networkmanager --from FILE",
            settings->kind);
    if (!opening->password)
        return nh_pbe_fail_waiting(err);
    /* The password in the file is tried first: the person's may be for another file. */
    enum nh_status status =
        own.password ? nh_pkcs12_read(p12->data, p12->length, &own, bundle, err) : NH_PASSWORD;
    bundle->open_key |= status != NH_PASSWORD || (opening->password && !*opening->password);
    return status == NH_PASSWORD ? nh_pkcs12_read(p12->data, p12->length, opening, bundle, err)
                                 : status;
}

static enum nh_status read_settings(const struct nh_plain *plain, const struct nh_opening *opening,
                                    struct nh_bundle *bundle, struct nh_error *err)
{
    struct nh_settings settings = {0};
    enum nh_status status = nh_settings_read(plain->data, plain->length, &settings, err);
    if (!status)
        status = open_settings(&settings, opening, bundle, err);
    nh_settings_reset(&settings);
    return status;
}

static enum nh_status read_any(const struct nh_plain *plain, const struct nh_opening *opening,
                               struct nh_bundle *bundle, struct nh_error *err)
{
    const char *base64;
    size_t size;
    enum nh_pkcs8_form form = NH_PKCS8_NONE;
    if (nh_pfx_recognise(plain->data, plain->length))
        return nh_pkcs12_read(plain->data, plain->length, opening, bundle, err);
    if (nh_settings_recognise(plain->data, plain->length))
        return read_settings(plain, opening, bundle, err);
    if (nh_pfx_find(plain->data, plain->length, &base64, &size))
        return read_base64(base64, size, opening, bundle, err);
    if ((form = nh_pkcs8_recognise(plain->data, plain->length)))
        return read_key(form, plain, opening, bundle, err);
    return nh_pemkeys_read(plain->data, plain->length, opening, bundle, err);
}

static enum nh_status read_all(const struct nh_plain *plain, const struct nh_opening *opening,
                               struct nh_bundle *bundle, struct nh_error *err)
{
    enum nh_status status = read_any(plain, opening, bundle, err);
    if (!status && opening->beside && bundle->key_count)
        status = nh_bundle_add_all(bundle, opening->beside, err);
    if (!status && bundle->count == 0 && bundle->key_count == 0)
        status = nh_fail(err, NH_NO_CERTIFICATE, NULL,
                         "This file has neither a key nor a certificate in it.");
    if (!status)
        status = nh_bundle_pair(bundle, err);
    return status ? status : nh_bundle_name(bundle, err);
}

static enum nh_status open_once(struct nh_store *store, const void *data, size_t length,
                                const struct nh_opening *opening, struct nh_keyfile **out,
                                struct nh_error *err)
{
    struct nh_plain plain = {NULL, 0, {0}};
    struct nh_keyfile *it = calloc(1, sizeof *it);
    if (!it)
        return nh_fail_memory(err);
    it->bundle.store = store;
    enum nh_status status = nh_plain_open(data, length, &plain, err);
    if (!status)
        status = read_all(&plain, opening, &it->bundle, err);
    if (!status)
        status = nh_bundle_incoming(&it->bundle, &it->incoming, err);
    it->open_key = it->bundle.open_key;
    nh_plain_reset(&plain);
    if (status)
        nh_keyfile_free(&it);
    else
        *out = it;
    return status;
}

enum nh_status nh_keyfile_open(struct nh_store *store, const void *data, size_t length,
                               const struct nh_opening *opening, struct nh_keyfile **out,
                               struct nh_error *err)
{
    enum nh_status status = open_once(store, data, length, opening, out, err);
    if (!nh_certfile_gives_up(status))
        return status;
    return nh_buf_has_memory() ? open_once(store, data, length, opening, out, err)
                               : nh_fail_memory(err);
}

bool nh_keyfile_is_keyless(const struct nh_keyfile *keyfile, struct nh_bufs *out)
{
    const struct nh_bundle *bundle = &keyfile->bundle;
    for (size_t i = 0; bundle->key_count == 0 && i < bundle->count; i++) {
        const SECItem *der = &bundle->items[i].certificate->derCert;
        if (!nh_bufs_add(out, der->data, der->len))
            return true; /* the next reader reports what is missing */
    }
    return bundle->key_count == 0;
}

bool nh_keyfile_was_open(const struct nh_keyfile *keyfile)
{
    return keyfile->open_key;
}

bool nh_keyfile_has(const struct nh_keyfile *keyfile, const struct nh_buf *der)
{
    SECItem item = {siBuffer, der->data, (unsigned)der->length};
    for (size_t i = 0; i < keyfile->bundle.count; i++) {
        const struct nh_bundle_item *it = &keyfile->bundle.items[i];
        if (it->has_key && SECITEM_ItemsAreEqual(&it->certificate->derCert, &item))
            return true;
    }
    return false;
}

const struct nh_incomings *nh_keyfile_incoming(const struct nh_keyfile *keyfile)
{
    return &keyfile->incoming;
}

bool nh_keyfile_expect(struct nh_keyfile *keyfile)
{
    return nh_bundle_expect(&keyfile->bundle);
}

static enum nh_status store_all(struct nh_keyfile *keyfile, struct nh_error *err)
{
    enum nh_status status = nh_bundle_store(&keyfile->bundle, err);
    nh_bundle_drop_keys(&keyfile->bundle);
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
    nh_bundle_reset(&keyfile->bundle);
    return status;
}
