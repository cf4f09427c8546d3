/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/restorable.h"

#include "base/buf.h"
#include "base/files.h"
#include "certificate/describe.h"
#include "certificate/find.h"
#include "formats/certfile.h"
#include "formats/keyfile.h"
#include "journal/copies.h"
#include "journal/note.h"

#include <cert.h>
#include <stdlib.h>
#include <string.h>

static void reset_one(struct nh_restorable *it)
{
    nh_identity_free(&it->identity);
    free(it->backup);
    *it = (struct nh_restorable){0};
}

void nh_restorables_reset(struct nh_restorables *restorables)
{
    for (size_t i = 0; i < restorables->count; i++)
        reset_one(&restorables->items[i]);
    free(restorables->items);
    *restorables = (struct nh_restorables){0};
}

/* Read a backup if it is unchanged. */
static bool read_backup(const struct nh_copy *copy, struct nh_buf *out)
{
    if (nh_copy_read(copy, out) && nh_keyfile_recognise(out->data, out->length))
        return true;
    nh_buf_reset(out);
    return false;
}

/* The newest of these backups, or of all files, that exists unchanged, with its bytes; or NULL. */
static const struct nh_copy *newest_there(const struct nh_copies *copies, bool backups,
                                          struct nh_buf *out)
{
    for (size_t i = copies->count; i-- > 0;) {
        const struct nh_copy *copy = &copies->items[i];
        if (nh_copy_is_backup(copy) >= backups && read_backup(copy, out))
            return copy;
    }
    return NULL;
}

/* The newest of these backups, or of all files, whether or not it exists; or NULL. */
static const struct nh_copy *newest_written(const struct nh_copies *copies, bool backups)
{
    for (size_t i = copies->count; i-- > 0;) {
        const struct nh_copy *copy = &copies->items[i];
        if (nh_copy_is_backup(copy) >= backups && *copy->hash)
            return copy;
    }
    return NULL;
}

/* The file to restore from: a backup before a file for another program, whose password is another
   one. Where none exists unchanged, return false and the path of the newest one, or NULL. */
static bool find_backup(const struct nh_copies *copies, struct nh_buf *out, const char **path)
{
    const struct nh_copy *found = newest_there(copies, true, out);
    if (!found)
        found = newest_there(copies, false, out);
    bool there = found != NULL;
    if (!found)
        found = newest_written(copies, true);
    if (!found)
        found = newest_written(copies, false);
    *path = found ? found->place : NULL;
    return there;
}

/* The same, with *path allocated. */
static bool look_for_backup(struct nh_journal *journal, const char *fingerprint, struct nh_buf *out,
                            char **path)
{
    struct nh_copies copies = {0};
    const char *found = NULL;
    nh_copies_list(journal, fingerprint, &copies, NULL);
    bool there = find_backup(&copies, out, &found);
    *path = found ? strdup(found) : NULL;
    nh_copies_reset(&copies);
    return there && *path;
}

enum nh_status nh_restorable_backup(struct nh_journal *journal, const char *fingerprint,
                                    char **path, struct nh_error *err)
{
    struct nh_copies copies = {0};
    struct nh_buf file = {0};
    enum nh_status status = nh_copies_list(journal, fingerprint, &copies, err);
    const struct nh_copy *found = status ? NULL : newest_there(&copies, true, &file);
    nh_buf_reset(&file);
    if (!status && !found)
        status = nh_fail(err, NH_NO_INPUT, NULL,
                         "No backup of this certificate is still as it was written.");
    if (!status && !(*path = strdup(found->place)))
        status = nh_fail_memory(err);
    nh_copies_reset(&copies);
    return status;
}

void nh_restorable_note(struct nh_journal *journal, const char *fingerprint,
                        const struct nh_buf *der)
{
    struct nh_buf file = {0};
    char *path = NULL;
    /* The identity is removed already, so a failure here only loses the note. */
    if (look_for_backup(journal, fingerprint, &file, &path))
        nh_note_write(journal, NH_SECTION_RESTORABLE, fingerprint, der->data, der->length, NULL);
    nh_buf_reset(&file);
    free(path);
}

/* The identity in a note, or NULL. */
static struct nh_identity *read_note(const struct nh_journal *journal, const char *name)
{
    struct nh_buf der = {0};
    struct nh_identity *identity = NULL;
    if (!nh_note_read(journal, NH_SECTION_RESTORABLE, name, &der, NULL)) {
        CERTCertificate *certificate = nh_certfile_decode(&der);
        identity = certificate ? nh_describe(certificate) : NULL;
        CERT_DestroyCertificate(certificate);
    }
    nh_buf_reset(&der);
    return identity;
}

static bool is_back(struct nh_store *store, const struct nh_identity *identity)
{
    struct nh_identity *found = NULL;
    nh_identity_describe(store, identity->fingerprint, &found, NULL);
    bool back = found != NULL;
    nh_identity_free(&found);
    return back;
}

/* Fill *out from a note. False if it is not to be listed. */
static bool fill(struct nh_journal *journal, struct nh_store *store, const char *name,
                 struct nh_restorable *out)
{
    struct nh_buf file = {0};
    char *note = nh_note_path(journal, NH_SECTION_RESTORABLE, name);
    bool known = note && nh_journal_is_recent(NH_SECTION_RESTORABLE, note, &out->removed);
    free(note);
    out->identity = known ? read_note(journal, name) : NULL;
    if (!out->identity)
        return false;
    out->there = look_for_backup(journal, out->identity->fingerprint, &file, &out->backup);
    nh_buf_reset(&file);
    bool late = time(NULL) - out->removed > NH_RESTORABLE_DAYS * 86400L;
    bool told = out->backup && (out->there || !late) && !is_back(store, out->identity);
    if (!told)
        nh_note_remove(journal, NH_SECTION_RESTORABLE, name);
    return told;
}

static int compare(const void *one, const void *other)
{
    const struct nh_restorable *a = one, *b = other;
    return (a->removed < b->removed) - (a->removed > b->removed);
}

enum nh_status nh_restorables_list(struct nh_journal *journal, struct nh_store *store,
                                   struct nh_restorables *out, struct nh_error *err)
{
    struct nh_names names = {0};
    struct nh_restorables found = {0};
    char *folder = nh_journal_section(journal, NH_SECTION_RESTORABLE);
    enum nh_status status = folder ? nh_folder_list(folder, &names, err) : nh_fail_memory(err);
    if (!status && !(found.items = calloc(names.count + 1, sizeof *found.items)))
        status = nh_fail_memory(err);
    for (size_t i = 0; !status && i < names.count; i++) {
        if (fill(journal, store, names.items[i], &found.items[found.count]))
            found.count++;
        else
            reset_one(&found.items[found.count]);
    }
    if (!status) {
        qsort(found.items, found.count, sizeof *found.items, compare);
        *out = found;
    }
    nh_names_reset(&names);
    free(folder);
    return status;
}

enum nh_status nh_restorable_read(struct nh_journal *journal, const char *fingerprint,
                                  struct nh_buf *out, char **path, struct nh_error *err)
{
    struct nh_identity *identity = read_note(journal, fingerprint);
    bool known = identity && strcmp(identity->fingerprint, fingerprint) == 0;
    char *found = NULL;
    enum nh_status status = NH_OK;
    nh_identity_free(&identity);
    if (!known)
        return nh_fail(err, NH_NO_IDENTITY, NULL, "No removal of this certificate is known.");
    if (!look_for_backup(journal, fingerprint, out, &found))
        status = nh_fail(err, NH_NO_INPUT, NULL,
                         "The backup is not there any more, or its file has changed: %s",
                         found ? found : "");
    if (status)
        free(found);
    else
        *path = found;
    return status;
}
