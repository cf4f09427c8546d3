/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/issuance.h"

#include "base/buf.h"
#include "formats/certfile.h"
#include "formats/incoming.h"
#include "formats/keyfile.h"
#include "formats/settings.h"
#include "journal/origin.h"
#include "journal/room.h"
#include "journal/spool.h"
#include "lifecycle/allowed.h"
#include "lifecycle/passage.h"
#include "nss/store.h"

#include <string.h>

struct nh_incomings nh_issuance_incoming(const struct nh_issuance *issuance)
{
    if (issuance->keyfile)
        return *nh_keyfile_incoming(issuance->keyfile);
    return (struct nh_incomings){(struct nh_incoming *)&issuance->incoming,
                                 issuance->incoming.identity != NULL};
}

void nh_issuance_reset(struct nh_issuance *issuance)
{
    nh_incoming_reset(&issuance->incoming);
    nh_keyfile_free(&issuance->keyfile);
    nh_inventory_reset(&issuance->held);
    *issuance = (struct nh_issuance){0};
}

static enum nh_status look_and_put(struct nh_passage *passage, bool agreed, struct nh_issuance *out,
                                   struct nh_error *err)
{
    enum nh_status status = nh_passage_look(passage, &out->incoming, err);
    if (status)
        return status;
    memcpy(out->job, passage->job.id, sizeof out->job);
    out->reason = agreed ? NULL : nh_passage_doubt(passage, out->site, &out->incoming);
    if (out->reason)
        return nh_fail(err, NH_ASK, NULL,
                       "This certificate is installed only after you agree (%s).", out->reason);
    return nh_passage_put(passage, &out->incoming, err);
}

static enum nh_status look_and_install(struct nh_passage *passage, bool agreed,
                                       struct nh_issuance *out, struct nh_error *err)
{
    enum nh_status status = look_and_put(passage, agreed, out, err);
    if (!status)
        status = nh_store_reread(passage->store, err);
    if (status)
        return status;
    status = nh_passage_conclude(passage, out->incoming.identity, &out->proof, err);
    out->tried = !status || status == NH_NOT_PROVEN;
    return status;
}

/* All identities are proven before the response leaves the spool. */
static enum nh_status install_keys(struct nh_passage *passage, struct nh_issuance *out,
                                   struct nh_error *err)
{
    enum nh_status status = nh_keyfile_store(out->keyfile, err);
    const struct nh_incomings *incoming = nh_keyfile_incoming(out->keyfile);
    for (size_t i = incoming->count; !status && i-- > 0;)
        status =
            nh_issuance_settle(passage->journal, incoming->items[i].identity, out->open_key, err);
    if (!status)
        status = nh_store_reread(passage->store, err);
    if (status)
        return status;
    for (size_t i = incoming->count; !status && i-- > 0;)
        status = nh_issuance_conclude(passage->journal, passage->store, incoming->items[i].identity,
                                      &out->proof, err);
    out->tried = !status || status == NH_NOT_PROVEN;
    return status;
}

/* Network settings need no password if they have no key, or include the passphrase. They are still
   opened only after the person has confirmed. */
static enum nh_status open_itself(const struct nh_buf *bytes, bool agreed,
                                  struct nh_opening *opening, struct nh_error *err)
{
    struct nh_settings settings = {0};
    bool read = !nh_settings_read(bytes->data, bytes->length, &settings, NULL);
    bool has_key = settings.pkcs12.length, has_own = settings.passphrase.length;
    nh_settings_reset(&settings);
    if (!read || (has_key && !has_own))
        return NH_OK;
    if (has_key && !agreed && !opening->accept_open)
        return nh_fail(
            err, NH_OPEN_KEY, NULL,
            "The password of this file is in the file, so anyone who has had the file has the "
            "key.");
    opening->password = "";
    return NH_OK;
}

/* Giving the password confirmed it. The file may contain certificates only. */
static enum nh_status install_keyfile(struct nh_passage *passage, struct nh_bufs *certificates,
                                      const struct nh_buf *bytes, const struct nh_opening *given,
                                      bool agreed, struct nh_issuance *out, struct nh_error *err)
{
    struct nh_opening opening = *given;
    enum nh_status status = opening.password ? NH_OK : open_itself(bytes, agreed, &opening, err);
    if (!status)
        status = nh_keyfile_open(*passage->store, bytes->data, bytes->length, &opening,
                                 &out->keyfile, err);
    if (status)
        return status;
    out->open_key = nh_keyfile_was_open(out->keyfile);
    if (!nh_keyfile_is_keyless(out->keyfile, certificates))
        return install_keys(passage, out, err);
    nh_keyfile_free(&out->keyfile);
    return look_and_install(passage, true, out, err);
}

/* The passage points to `certificates`. */
static enum nh_status install_bytes(struct nh_passage *passage, struct nh_bufs *certificates,
                                    const struct nh_buf *bytes, const struct nh_opening *given,
                                    bool agreed, struct nh_issuance *out, struct nh_error *err)
{
    out->brings_keys = nh_keyfile_recognise(bytes->data, bytes->length);
    if (out->brings_keys)
        return install_keyfile(passage, certificates, bytes, given, agreed, out, err);
    enum nh_status status = nh_certfile_read(bytes->data, bytes->length, certificates, err);
    return status ? status : look_and_install(passage, agreed, out, err);
}

/* There is no job that has the site, as the keys came in the file. A failure does no harm. */
static void keep_origin(struct nh_journal *journal, const struct nh_issuance *done)
{
    struct nh_incomings incoming = nh_issuance_incoming(done);
    for (size_t i = 0; i < incoming.count; i++)
        nh_origin_keep(journal, incoming.items[i].identity->fingerprint, done->site, NULL);
}

/* A failure does no harm: the certificate is there. */
static void look_beside(struct nh_journal *journal, struct nh_store *store,
                        struct nh_issuance *done)
{
    const struct nh_identity *first = nh_issuance_incoming(done).items->identity;
    nh_inventory_read_of(journal, store, first, &done->held, NULL);
}

/* Install a response that was read, in an open store. */
static enum nh_status put_in(struct nh_journal *journal, struct nh_store **store,
                             const struct nh_opening *given, struct nh_spool *spool,
                             const struct nh_buf *bytes, bool agreed, struct nh_issuance *out,
                             struct nh_error *err)
{
    struct nh_bufs certificates = {0};
    struct nh_passage passage = {.journal = journal,
                                 .store = store,
                                 .certificates = &certificates,
                                 .response = nh_spool_id(spool)};
    enum nh_status status = install_bytes(&passage, &certificates, bytes, given, agreed, out, err);
    if (!status && !*out->job && *out->site)
        keep_origin(journal, out);
    /* A response that stays is harmless: next time its certificates are found to be stored. */
    if (!status) {
        nh_spool_remove(spool, NULL);
        look_beside(journal, *store, out);
    }
    nh_bufs_reset(&certificates);
    return status;
}

/* The response may be older than the administrator's list. */
static enum nh_status read_allowed(struct nh_journal *journal, struct nh_spool *spool,
                                   struct nh_buf *bytes, char site[NH_SITE_SIZE],
                                   struct nh_error *err)
{
    enum nh_status status = nh_spool_read(spool, bytes, site, err);
    return status ? status : nh_allowed_response(journal, site, err);
}

enum nh_status nh_issuance_install_into(struct nh_journal *journal, struct nh_store **store,
                                        const struct nh_opening *given, struct nh_spool *spool,
                                        bool agreed, struct nh_issuance *out, struct nh_error *err)
{
    struct nh_buf bytes = {0};
    enum nh_status status = read_allowed(journal, spool, &bytes, out->site, err);
    if (!status)
        status = put_in(journal, store, given, spool, &bytes, agreed, out, err);
    nh_buf_reset(&bytes);
    return status;
}

enum nh_status nh_issuance_install(struct nh_journal *journal, const char *profile_path,
                                   const struct nh_opening *given, struct nh_spool *spool,
                                   bool agreed, struct nh_issuance *out, struct nh_error *err)
{
    struct nh_store *store = NULL;
    struct nh_buf bytes = {0};
    enum nh_status status = read_allowed(journal, spool, &bytes, out->site, err);
    if (!status)
        status = nh_store_open(profile_path, NH_STORE_WRITE, &store, err);
    if (!status)
        status = put_in(journal, &store, given, spool, &bytes, agreed, out, err);
    nh_store_close(&store);
    nh_room_balance(journal);
    nh_buf_reset(&bytes);
    return status;
}

bool nh_issuance_is_awaited(struct nh_journal *journal, const char *profile_path,
                            struct nh_spool *spool)
{
    struct nh_store *store = NULL;
    struct nh_buf bytes = {0};
    struct nh_bufs certificates = {0};
    struct nh_passage passage = {.journal = journal, .certificates = &certificates};
    char site[NH_SITE_SIZE];
    bool seen = !nh_spool_read(spool, &bytes, site, NULL) &&
                !nh_store_open(profile_path, NH_STORE_LOOK, &store, NULL);
    if (seen && !nh_keyfile_recognise(bytes.data, bytes.length))
        nh_certfile_read(bytes.data, bytes.length, &certificates, NULL);
    bool awaited = !seen || nh_passage_is_awaited(&passage);
    nh_store_close(&store);
    nh_bufs_reset(&certificates);
    nh_buf_reset(&bytes);
    return awaited;
}

bool nh_issuance_is_refused(enum nh_status status)
{
    return status == NH_BAD_DATA || status == NH_NO_CERTIFICATE || status == NH_NO_KEY ||
           status == NH_OTHER_CA;
}

enum nh_status nh_issuance_import(struct nh_journal *journal, struct nh_store **store,
                                  const struct nh_bufs *certificates, struct nh_issuance *out,
                                  struct nh_error *err)
{
    struct nh_passage passage = {
        .journal = journal, .store = store, .certificates = certificates, .response = ""};
    return look_and_put(&passage, true, out, err);
}

enum nh_status nh_issuance_settle(struct nh_journal *journal, const struct nh_identity *identity,
                                  bool open, struct nh_error *err)
{
    struct nh_passage passage = {.journal = journal, .response = ""};
    enum nh_status status = open ? nh_origin_open_keep(journal, identity->fingerprint, err) : NH_OK;
    if (!status)
        status = nh_passage_find(&passage, identity->key_hash, err);
    return status ? status : nh_passage_settle(&passage, identity, err);
}

enum nh_status nh_issuance_conclude(struct nh_journal *journal, struct nh_store **store,
                                    const struct nh_identity *identity, struct nh_proof *proof,
                                    struct nh_error *err)
{
    struct nh_passage passage = {.journal = journal, .store = store, .response = ""};
    enum nh_status status = nh_passage_find(&passage, identity->key_hash, err);
    return status ? status : nh_passage_conclude(&passage, identity, proof, err);
}
