/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What goes wrong in practice, looked for. Nothing is changed, nobody is asked, and
 * nothing is kept open. The words are those of `check` in finding.h.
 */
#ifndef NH_CHECKUP_H
#define NH_CHECKUP_H

#include "finding.h"

struct nh_journal;
struct nh_profile;
struct nh_store;

/* "home", "state-folder", "space", "pinentry": this user's machine. */
void nh_checkup_machine(struct nh_findings *out);
void nh_checkup_state(struct nh_findings *out);    /* its "state-folder" and "space" */
void nh_checkup_pinentry(struct nh_findings *out);

/* "host-manifest", "host-path", "host-version": what Firefox starts. `own`: the host that
   belongs to the caller and could be registered, or NULL. */
void nh_checkup_host(const char *own, struct nh_findings *out);

/* "packaging", "nocertdb", "extension": the browser of a profile; nothing of the sort of
   Thunderbird and Chromium. */
void nh_checkup_browser(const struct nh_profile *profile, struct nh_findings *out);

/* "database", "database-rights", "database-lock", "database-place", "nss",
   "primary-password": a profile's databases. No store may be open. False when they can't
   be read. */
bool nh_checkup_databases(const struct nh_profile *profile, struct nh_findings *out);

/* "identities", "expiry": what a store, open to read keys, holds. */
void nh_checkup_identities(struct nh_store *store, struct nh_findings *out);

/* "refresh": certificates that were installed here and are lost while their key is there, or
   the other way round. `journal` may be NULL. */
void nh_checkup_archive(const struct nh_profile *profile, struct nh_journal *journal,
                        struct nh_store *store, struct nh_findings *out);

#endif
