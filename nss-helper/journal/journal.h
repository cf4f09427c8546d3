/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What is kept beside a profile: below $XDG_STATE_HOME/nss-helper/ in one folder a profile,
 * never in the profile itself ("Refresh Firefox" would drop it). It has sections, and small
 * files in them.
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

/* The folder of all journals, $XDG_STATE_HOME/nss-helper, allocated; NULL when HOME names no
   folder or without memory. */
char *nh_journal_root(void);

/* The journal of the profile in the folder `profile_path`; made if missing.
   NH_PERMISSION when its folder is not the caller's own or others may write there. */
enum nh_status nh_journal_open(const char *profile_path, struct nh_journal **out,
                               struct nh_error *err);
/* Is there one already? */
bool nh_journal_is_there(const char *profile_path);
void nh_journal_close(struct nh_journal **journal);

/* Its folder. */
const char *nh_journal_folder(const struct nh_journal *journal);

/* The folder of a section, whether it is there or not. Allocated; NULL without memory. */
char *nh_journal_section(const struct nh_journal *journal, enum nh_section section);

/* The same, made if missing, with the errors of nh_folder_make. */
enum nh_status nh_journal_make(const struct nh_journal *journal, enum nh_section section,
                               char **folder, struct nh_error *err);

/* The path of a file in a section: `name` and the section's ending. Allocated; NULL without
   memory. */
char *nh_journal_path(const struct nh_journal *journal, enum nh_section section, const char *name);

/* As nh_file_read and nh_file_write, of such a file, for the caller alone. The folder is there. */
enum nh_status nh_journal_read(const struct nh_journal *journal, enum nh_section section,
                               const char *name, struct nh_buf *out, struct nh_error *err);
enum nh_status nh_journal_write(const struct nh_journal *journal, enum nh_section section,
                                const char *name, const void *data, size_t length,
                                struct nh_error *err);

/* Remove it, if it is there. */
void nh_journal_remove(const struct nh_journal *journal, enum nh_section section, const char *name);

/* Is the file of an age at which its section still uses it (sections.h)? *came: since when it is
   there. A clock that was set back makes it one of the future: that is none. */
bool nh_journal_is_recent(enum nh_section section, const char *path, time_t *came);

/* Remove what a process was writing when it was killed, and what is too old for its section;
   responses have nh_spool_sweep. */
void nh_journal_sweep(const struct nh_journal *journal);

#define NH_JOB_ID_SIZE 29 /* "20261123T043808-9f2c41d07a33" and NUL */

/* A name for a new job or response: UTC time and random bits. */
enum nh_status nh_journal_name(char id[NH_JOB_ID_SIZE], struct nh_error *err);

/* Has `id` the form of such a name? It may come from outside, and becomes a file's name. */
bool nh_journal_is_name(const char *id);

/* When it was given, UTC. */
time_t nh_journal_time(const char id[NH_JOB_ID_SIZE]);

#endif
