/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/note.h"

#include "base/files.h"
#include "nss/hash.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define NAME_SIZE 80

static void file_name(const struct nh_note_kind *kind, const char *fingerprint,
                      char name[NAME_SIZE])
{
    char hex[65];
    nh_hash_plain(fingerprint, hex);
    snprintf(name, NAME_SIZE, "%s%s", hex, kind->ending);
}

char *nh_note_folder(const struct nh_journal *journal, const struct nh_note_kind *kind)
{
    return nh_path_join(nh_journal_folder(journal), kind->folder);
}

char *nh_note_path(const struct nh_journal *journal, const struct nh_note_kind *kind,
                   const char *fingerprint)
{
    char name[NAME_SIZE];
    file_name(kind, fingerprint, name);
    char *folder = nh_note_folder(journal, kind);
    char *path = folder ? nh_path_join(folder, name) : NULL;
    free(folder);
    return path;
}

enum nh_status nh_note_read(const struct nh_journal *journal, const struct nh_note_kind *kind,
                            const char *fingerprint, struct nh_buf *out, struct nh_error *err)
{
    char *path = nh_note_path(journal, kind, fingerprint);
    enum nh_status status = path ? nh_file_read(path, out, err) : nh_fail_memory(err);
    free(path);
    return status;
}

enum nh_status nh_note_write(const struct nh_journal *journal, const struct nh_note_kind *kind,
                             const char *fingerprint, const void *data, size_t length,
                             struct nh_error *err)
{
    char name[NAME_SIZE];
    char *folder = nh_note_folder(journal, kind);
    enum nh_status status = folder ? nh_folder_make(folder, err) : nh_fail_memory(err);
    file_name(kind, fingerprint, name);
    if (!status)
        status = nh_file_write(folder, name, data, length, 0600, err);
    free(folder);
    return status;
}

void nh_note_remove(const struct nh_journal *journal, const struct nh_note_kind *kind,
                    const char *fingerprint)
{
    char *path = nh_note_path(journal, kind, fingerprint);
    if (path)
        unlink(path);
    free(path);
}
