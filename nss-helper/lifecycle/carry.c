/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/carry.h"

#include "base/hex.h"
#include "certificate/find.h"
#include "formats/incoming.h"
#include "formats/keyfile.h"
#include "formats/p12write.h"
#include "nss/store.h"

#include <cert.h>
#include <stdio.h>
#include <string.h>

void nh_carried_reset(struct nh_carried *carried)
{
    nh_buf_reset(&carried->bytes);
    nh_buf_reset(&carried->password);
}

static enum nh_status make_password(struct nh_buf *out, struct nh_error *err)
{
    char password[65];
    out->secret = true;
    enum nh_status status = nh_random_hex(password, 32, err);
    if (!status)
        status = nh_buf_append(out, password, sizeof password, err);
    explicit_bzero(password, sizeof password);
    return status;
}

/* Takes the certificate, which may be NULL. */
static enum nh_status take(struct nh_store *store, CERTCertificate *certificate,
                           struct nh_carried *out, struct nh_error *err)
{
    if (!certificate)
        return nh_fail(err, NH_NO_IDENTITY, NULL, "The certificate is no longer in the profile.");
    enum nh_status status = make_password(&out->password, err);
    if (!status)
        status = nh_p12_write(store, certificate, NH_SEAL_AES, true,
                              (const char *)out->password.data, &out->bytes, err);
    CERT_DestroyCertificate(certificate);
    return status;
}

enum nh_status nh_carry_take(struct nh_store *store, const struct nh_identity *identity,
                             struct nh_carried *out, struct nh_error *err)
{
    return take(store, nh_identity_stored(store, identity), out, err);
}

enum nh_status nh_carry_put(struct nh_store *store, const struct nh_carried *carried,
                            struct nh_incoming *out, struct nh_error *err)
{
    struct nh_keyfile *file = NULL;
    struct nh_opening opening = {.password = (const char *)carried->password.data};
    enum nh_status status =
        nh_keyfile_open(store, carried->bytes.data, carried->bytes.length, &opening, &file, err);
    if (!status)
        status = nh_keyfile_store(file, err);
    if (!status) {
        struct nh_incoming *first = nh_keyfile_incoming(file)->items;
        *out = *first;
        *first = (struct nh_incoming){0};
    }
    nh_keyfile_free(&file);
    return status;
}

enum nh_status nh_carry_from(const char *profile_path, const char *fingerprint,
                             struct nh_carried *out, struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(profile_path, NH_STORE_READ, &store, err);
    if (!status)
        status = take(store, nh_identity_certificate(store, fingerprint, ""), out, err);
    nh_store_close(&store);
    return status;
}

enum nh_status nh_carry_into(const char *profile_path, const struct nh_carried *carried,
                             struct nh_incoming *out, struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(profile_path, NH_STORE_WRITE, &store, err);
    if (!status)
        status = nh_carry_put(store, carried, out, err);
    nh_store_close(&store);
    return status;
}
