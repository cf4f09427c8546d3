/* SPDX-License-Identifier: MPL-2.0 */
/* Small files about one certificate each, beside the journal: "KIND/<SHA-256 in lower-case
   hex>", of its fingerprint. */
#ifndef NH_JOURNAL_NOTE_H
#define NH_JOURNAL_NOTE_H

#include "base/status.h"
#include "journal/job.h"
#include <stddef.h>

struct nh_buf;

/* "copies", ".json": a literal of the part that keeps such notes. */
struct nh_note_kind {
    const char *folder, *ending;
};

/* The path of the note of this certificate ("AB:CD:…", or the name of a note), whether it is
   there or not. Allocated;
   NULL without memory. */
char *nh_note_path(const struct nh_journal *journal, const struct nh_note_kind *kind,
                   const char *fingerprint);

/* The folder of all notes of this kind, in the same way. */
char *nh_note_folder(const struct nh_journal *journal, const struct nh_note_kind *kind);

/* As nh_file_read. */
enum nh_status nh_note_read(const struct nh_journal *journal, const struct nh_note_kind *kind,
                            const char *fingerprint, struct nh_buf *out, struct nh_error *err);

/* As nh_file_write, for the caller alone; the folder is made if missing. */
enum nh_status nh_note_write(const struct nh_journal *journal, const struct nh_note_kind *kind,
                             const char *fingerprint, const void *data, size_t length,
                             struct nh_error *err);

/* If it is there. */
void nh_note_remove(const struct nh_journal *journal, const struct nh_note_kind *kind,
                    const char *fingerprint);

#endif
