/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/note.h"

#include "nss/hash.h"

#include <stdlib.h>

char *nh_note_path(const struct nh_journal *journal, enum nh_section section,
                   const char *fingerprint)
{
    char name[65];
    nh_hash_plain(fingerprint, name);
    return nh_journal_path(journal, section, name);
}

enum nh_status nh_note_read(const struct nh_journal *journal, enum nh_section section,
                            const char *fingerprint, struct nh_buf *out, struct nh_error *err)
{
    char name[65];
    nh_hash_plain(fingerprint, name);
    return nh_journal_read(journal, section, name, out, err);
}

enum nh_status nh_note_write(const struct nh_journal *journal, enum nh_section section,
                             const char *fingerprint, const void *data, size_t length,
                             struct nh_error *err)
{
    char name[65], *folder = NULL;
    nh_hash_plain(fingerprint, name);
    enum nh_status status = nh_journal_make(journal, section, &folder, err);
    free(folder);
    return status ? status : nh_journal_write(journal, section, name, data, length, err);
}

void nh_note_remove(const struct nh_journal *journal, enum nh_section section,
                    const char *fingerprint)
{
    char name[65];
    nh_hash_plain(fingerprint, name);
    nh_journal_remove(journal, section, name);
}
