/* SPDX-License-Identifier: MPL-2.0 */
/* Small files about one certificate each, in a section of the journal: called after the SHA-256
   of its fingerprint, in lower-case hex. */
#ifndef NH_JOURNAL_NOTE_H
#define NH_JOURNAL_NOTE_H

#include "base/status.h"
#include "journal/journal.h"
#include <stddef.h>

struct nh_buf;

/* The path of the note of this certificate ("AB:CD:…", or the name of a note), whether it is
   there or not. Allocated; NULL without memory. */
char *nh_note_path(const struct nh_journal *journal, enum nh_section section,
                   const char *fingerprint);

/* As nh_file_read. */
enum nh_status nh_note_read(const struct nh_journal *journal, enum nh_section section,
                            const char *fingerprint, struct nh_buf *out, struct nh_error *err);

/* As nh_file_write, for the caller alone; the folder is made if missing. */
enum nh_status nh_note_write(const struct nh_journal *journal, enum nh_section section,
                             const char *fingerprint, const void *data, size_t length,
                             struct nh_error *err);

/* If it is there. */
void nh_note_remove(const struct nh_journal *journal, enum nh_section section,
                    const char *fingerprint);

#endif
