/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The records about a profile, in one folder a profile below $XDG_STATE_HOME/nss-helper/. They are
 * not in the profile itself, because "Refresh Firefox" would drop them. The folder has sections
 * with small files.
 */
#ifndef NH_JOURNAL_JOURNAL_H
#define NH_JOURNAL_JOURNAL_H

#include "base/status.h"
#include "journal/sections.h"
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct nh_buf;
struct nh_journal;

/* The folder of all journals, $XDG_STATE_HOME/nss-helper, allocated; NULL without HOME or
   memory. */
char *nh_journal_root(void);

/* Open the journal of the profile in the folder `profile_path`, and create it if missing. The
   caller closes it. The errors of nh_folder_make. */
enum nh_status nh_journal_open(const char *profile_path, struct nh_journal **out,
                               struct nh_error *err);
/* Whether a journal for this profile exists. */
bool nh_journal_is_there(const char *profile_path);
void nh_journal_close(struct nh_journal **journal);

/* The journal's folder; owned by the journal. */
const char *nh_journal_folder(const struct nh_journal *journal);

/* The path of a section's folder, which may not exist. Allocated; NULL without memory. */
char *nh_journal_section(const struct nh_journal *journal, enum nh_section section);

/* The same, and create the folder if it is missing. The errors of nh_folder_make. */
enum nh_status nh_journal_make(const struct nh_journal *journal, enum nh_section section,
                               char **folder, struct nh_error *err);

/* The path of a file in a section: `name` with the section's file extension. Allocated; NULL
   without memory. */
char *nh_journal_path(const struct nh_journal *journal, enum nh_section section, const char *name);

/* As nh_file_read and nh_file_write, for such a file with mode 0600. The section's folder must
   exist. */
enum nh_status nh_journal_read(const struct nh_journal *journal, enum nh_section section,
                               const char *name, struct nh_buf *out, struct nh_error *err);
enum nh_status nh_journal_write(const struct nh_journal *journal, enum nh_section section,
                                const char *name, const void *data, size_t length,
                                struct nh_error *err);

/* Remove the file if it exists. */
void nh_journal_remove(const struct nh_journal *journal, enum nh_section section, const char *name);

/* Whether the file is young enough for its section (sections.h); *came is its time, UTC. A file
   from the future, after the clock was set back, is not. */
bool nh_journal_is_recent(enum nh_section section, const char *path, time_t *came);

/* Remove temporary files of killed processes, and files that are too old for their section.
   nh_spool_sweep does this for responses. */
void nh_journal_sweep(const struct nh_journal *journal);

#define NH_JOB_ID_SIZE 29 /* "20261123T043808-9f2c41d07a33" and NUL */

/* Make a name for a new job or response: the UTC time and random bits. NH_SYSTEM. */
enum nh_status nh_journal_name(char id[NH_JOB_ID_SIZE], struct nh_error *err);

/* Whether `id` has the form of such a name. Check ids from outside before they are used as file
   names. */
bool nh_journal_is_name(const char *id);

/* The time in such a name, UTC. */
time_t nh_journal_time(const char id[NH_JOB_ID_SIZE]);

#endif
