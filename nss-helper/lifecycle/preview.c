/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/preview.h"

#include "base/buf.h"
#include "certificate/describe.h"
#include "certificate/identity.h"
#include "formats/certfile.h"
#include "formats/incoming.h"
#include "formats/keyfile.h"
#include "lifecycle/report.h"
#include "nss/store.h"

#include <cert.h>
#include <cjson/cJSON.h>

static enum nh_status tell(const struct nh_identity *identity, struct nh_preview *out,
                           struct nh_error *err)
{
    out->identity = identity ? nh_report_identity(identity) : NULL;
    return out->identity ? NH_OK : nh_fail_memory(err);
}

static enum nh_status tell_first(const struct nh_bufs *certificates, struct nh_preview *out,
                                 struct nh_error *err)
{
    CERTCertificate *certificate = nh_certfile_decode(&certificates->items[0]);
    struct nh_identity *identity = certificate ? nh_describe(certificate) : NULL;
    enum nh_status status = tell(identity, out, err);
    nh_identity_free(&identity);
    if (certificate)
        CERT_DestroyCertificate(certificate);
    return status;
}

static enum nh_status match(const char *profile_path, const struct nh_bufs *certificates,
                            struct nh_preview *out, struct nh_error *err)
{
    struct nh_store *store = NULL;
    struct nh_incoming incoming = {0};
    enum nh_status status = nh_store_open(profile_path, NH_STORE_READ, &store, err);
    if (!status)
        status = nh_incoming_read(store, certificates, &incoming, err);
    if (!status)
        status = tell(incoming.identity, out, err);
    out->is_known = incoming.known;
    out->others = incoming.intermediates;
    nh_incoming_reset(&incoming);
    nh_store_close(&store);
    return status;
}

/* The profile's keys are needed only to see whether one fits. */
static enum nh_status read_certificates(const char *profile_path, const struct nh_buf *bytes,
                                        struct nh_preview *out, struct nh_error *err)
{
    struct nh_store *store = NULL;
    struct nh_bufs certificates = {0};
    enum nh_status status = nh_store_open(profile_path, NH_STORE_LOOK, &store, err);
    if (!status)
        status = nh_certfile_read(bytes->data, bytes->length, &certificates, err);
    bool locked = !status && nh_store_has_password(store);
    if (locked)
        status = tell_first(&certificates, out, err);
    nh_store_close(&store);
    if (!status && !locked)
        status = match(profile_path, &certificates, out, err);
    nh_bufs_reset(&certificates);
    return status;
}

static enum nh_status tell_keys(const struct nh_keyfile *keyfile, struct nh_preview *out,
                                struct nh_error *err)
{
    const struct nh_incomings *incoming = nh_keyfile_incoming(keyfile);
    if (incoming->count == 0)
        return nh_fail_memory(err);
    out->is_known = incoming->items[0].known;
    out->others = incoming->count - 1;
    return tell(incoming->items[0].identity, out, err);
}

static bool needs_password(enum nh_status status)
{
    return status == NH_PASSWORD || status == NH_KEY_PASSWORD || status == NH_PRIMARY_PASSWORD;
}

/* If the file has certificates only, they are added to `certificates`. */
static enum nh_status read_keys(const char *profile_path, const struct nh_buf *bytes,
                                struct nh_bufs *certificates, struct nh_preview *out,
                                struct nh_error *err)
{
    const struct nh_opening opening = {.accept_open = true};
    struct nh_store *store = NULL;
    struct nh_keyfile *keyfile = NULL;
    enum nh_status status = nh_store_open(profile_path, NH_STORE_READ, &store, err);
    if (!status)
        status = nh_keyfile_open(store, bytes->data, bytes->length, &opening, &keyfile, err);
    out->is_sealed = needs_password(status);
    out->has_key = out->is_sealed || (keyfile && !nh_keyfile_is_keyless(keyfile, certificates));
    if (!status && out->has_key)
        status = tell_keys(keyfile, out, err);
    nh_keyfile_free(&keyfile);
    nh_store_close(&store);
    return out->is_sealed ? NH_OK : status;
}

static enum nh_status read_keyfile(const char *profile_path, const struct nh_buf *bytes,
                                   struct nh_preview *out, struct nh_error *err)
{
    struct nh_bufs certificates = {0};
    enum nh_status status = read_keys(profile_path, bytes, &certificates, out, err);
    if (!status && !out->has_key)
        status = match(profile_path, &certificates, out, err);
    nh_bufs_reset(&certificates);
    return status;
}

enum nh_status nh_preview_read(const char *profile_path, const struct nh_buf *bytes,
                               struct nh_preview *out, struct nh_error *err)
{
    if (nh_keyfile_recognise(bytes->data, bytes->length))
        return read_keyfile(profile_path, bytes, out, err);
    return read_certificates(profile_path, bytes, out, err);
}

void nh_preview_reset(struct nh_preview *preview)
{
    cJSON_Delete(preview->identity);
    *preview = (struct nh_preview){.identity = NULL};
}
