/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/remove.h"

#include "base/buf.h"
#include "base/files.h"
#include "certificate/describe.h"
#include "certificate/find.h"
#include "formats/certfile.h"
#include "journal/note.h"
#include "lifecycle/restorable.h"
#include "nss/key.h"
#include "nss/store.h"
#include "nss/stored.h"

#include <cert.h>
#include <certdb.h>
#include <stdio.h>
#include <stdlib.h>

/* The key is there without any certificate, so none was imported since. */
static bool broke_off(struct nh_store *store, CERTCertificate *certificate)
{
    return certificate && nh_stored_key_of(store, certificate) &&
           !nh_stored_in_slot(store, certificate) && !nh_stored_other(store, certificate);
}

/* The certificate of an interrupted removal, or NULL. */
static CERTCertificate *read_note(struct nh_journal *journal, struct nh_store *store,
                                  const char *fingerprint)
{
    struct nh_buf file = {0};
    CERTCertificate *certificate = NULL;
    if (!nh_note_read(journal, NH_SECTION_REMOVALS, fingerprint, &file, NULL))
        certificate = nh_certfile_decode(&file);
    if (!broke_off(store, certificate)) {
        CERT_DestroyCertificate(certificate);
        certificate = NULL;
    }
    nh_buf_reset(&file);
    return certificate;
}

/* The first interrupted removal that the ID fits. */
static struct nh_identity *find_broken_off(struct nh_journal *journal, struct nh_store *store,
                                           const char *id)
{
    struct nh_names names = {0};
    struct nh_identity *found = NULL;
    char *folder = nh_journal_section(journal, NH_SECTION_REMOVALS);
    if (folder)
        nh_folder_list(folder, &names, NULL);
    for (size_t i = 0; !found && i < names.count; i++) {
        CERTCertificate *certificate = read_note(journal, store, names.items[i]);
        found = certificate ? nh_describe(certificate) : NULL;
        if (found && !nh_identity_fits(found, id))
            nh_identity_free(&found);
        CERT_DestroyCertificate(certificate);
    }
    nh_names_reset(&names);
    free(folder);
    return found;
}

enum nh_status nh_remove_find(struct nh_journal *journal, struct nh_store *store, const char *id,
                              struct nh_identity **out, bool *shared, struct nh_error *err)
{
    struct nh_identity *found = NULL;
    struct nh_error missed = {NH_OK};
    enum nh_status status = nh_identity_find(store, id, &found, &missed);
    *shared = false;
    if (status == NH_NO_IDENTITY) {
        found = find_broken_off(journal, store, id);
        status = found ? NH_OK : status;
    } else if (!status) {
        CERTCertificate *certificate = nh_identity_stored(store, found);
        *shared = certificate && nh_stored_other(store, certificate);
        CERT_DestroyCertificate(certificate);
    }
    if (!status)
        *out = found;
    else if (err)
        *err = missed;
    return status;
}

/* A removal in progress. */
struct removal {
    struct nh_journal *journal;
    struct nh_store **store;
    const char *fingerprint;
    char key_id[NH_KEY_ID_SIZE];
    struct nh_buf der; /* a copy of its certificate */
    bool shared;       /* another certificate has its key, which stays */
};

static enum nh_status begin(struct removal *it, struct nh_error *err)
{
    CERTCertificate *certificate = nh_identity_certificate(*it->store, it->fingerprint, it->key_id);
    if (!certificate)
        certificate = read_note(it->journal, *it->store, it->fingerprint);
    if (!certificate)
        return nh_fail(err, NH_NO_IDENTITY, NULL, "The certificate is no longer in the profile.");
    nh_key_id_for(certificate, it->key_id);
    it->shared = nh_stored_other(*it->store, certificate);
    enum nh_status status =
        nh_buf_append(&it->der, certificate->derCert.data, certificate->derCert.len, err);
    CERT_DestroyCertificate(certificate);
    if (!status && !it->shared)
        status = nh_note_write(it->journal, NH_SECTION_REMOVALS, it->fingerprint, it->der.data,
                               it->der.length, err);
    return status;
}

/* Sync, and read from the disk again: NSS caches what it has deleted. */
static enum nh_status reread(struct removal *it, struct nh_error *err)
{
    enum nh_status status = nh_store_sync(*it->store, err);
    return status ? status : nh_store_reread(it->store, err);
}

static enum nh_status take_certificate(struct removal *it, struct nh_error *err)
{
    CERTCertificate *certificate = nh_identity_certificate(*it->store, it->fingerprint, it->key_id);
    if (!certificate)
        return NH_OK;
    PORT_SetError(0);
    enum nh_status status = SEC_DeletePermCertificate(certificate) == SECSuccess
                                ? NH_OK
                                : nh_fail_nss(err, NH_NSS, "The certificate could not be removed.");
    CERT_DestroyCertificate(certificate);
    if (!status)
        status = reread(it, err);
    certificate = status ? NULL : nh_certfile_decode(&it->der);
    if (!status && (!certificate || nh_stored_in_slot(*it->store, certificate)))
        status = nh_fail_nss(err, NH_NSS, "The certificate could not be removed.");
    CERT_DestroyCertificate(certificate);
    return status;
}

static enum nh_status take_key(struct removal *it, struct nh_error *err)
{
    CERTCertificate *certificate = nh_certfile_decode(&it->der);
    if (!certificate)
        return nh_fail_memory(err);
    nh_stored_key_remove(*it->store, certificate);
    CERT_DestroyCertificate(certificate);
    enum nh_status status = reread(it, err);
    certificate = status ? NULL : nh_certfile_decode(&it->der);
    if (!status && (!certificate || nh_stored_key_of(*it->store, certificate)))
        status = nh_fail_nss(
            err, NH_NSS,
            "The certificate was removed, but its key could not be removed. Try again.");
    CERT_DestroyCertificate(certificate);
    return status;
}

enum nh_status nh_remove(struct nh_journal *journal, struct nh_store **store,
                         const char *fingerprint, const char *key_id, bool *key,
                         struct nh_error *err)
{
    struct removal it = {.journal = journal, .store = store, .fingerprint = fingerprint};
    snprintf(it.key_id, sizeof it.key_id, "%s", key_id);
    enum nh_status status = begin(&it, err);
    if (!status)
        status = take_certificate(&it, err);
    if (!status && !it.shared)
        status = take_key(&it, err);
    if (!status) {
        /* A note that stays behind does no harm: its key is gone. */
        nh_note_remove(journal, NH_SECTION_REMOVALS, fingerprint);
        nh_restorable_note(journal, fingerprint, &it.der);
        *key = !it.shared;
    }
    nh_buf_reset(&it.der);
    return status;
}
