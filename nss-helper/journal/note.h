/* SPDX-License-Identifier: MPL-2.0 */
/* Small files about one certificate each, in a section of the journal. The file name is the SHA-256
   fingerprint of the certificate in lower-case hex. */
#ifndef NH_JOURNAL_NOTE_H
#define NH_JOURNAL_NOTE_H

#include "base/status.h"
#include "journal/journal.h"
#include <stddef.h>

struct nh_buf;

/* The path of the note about this certificate ("AB:CD:…", or the name of a note), which may not
   exist. Allocated; NULL without memory. */
char *nh_note_path(const struct nh_journal *journal, enum nh_section section,
                   const char *fingerprint);

/* Read it, as nh_file_read does. */
enum nh_status nh_note_read(const struct nh_journal *journal, enum nh_section section,
                            const char *fingerprint, struct nh_buf *out, struct nh_error *err);

/* Write it with mode 0600, as nh_file_write does, and create the folder if it is missing. The
   errors of nh_file_write and nh_folder_make. */
enum nh_status nh_note_write(const struct nh_journal *journal, enum nh_section section,
                             const char *fingerprint, const void *data, size_t length,
                             struct nh_error *err);

/* Remove it if it exists. */
void nh_note_remove(const struct nh_journal *journal, enum nh_section section,
                    const char *fingerprint);

#endif
