/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Copies of installed certificates in the journal, which are never removed: "Refresh Firefox" keeps
 * the keys of a profile but drops its certificates. Each is a PEM file, "certificates/<SHA-256 in
 * lower-case hex>.pem", with the person's certificate, then those of its CAs in the profile.
 * `nss-helper import` reads such a file.
 */
#ifndef NH_JOURNAL_ARCHIVE_H
#define NH_JOURNAL_ARCHIVE_H

#include "base/status.h"
#include "journal/job.h"

typedef struct CERTCertificateStr CERTCertificate;

/* Store a certificate with this fingerprint, and its chain; both are on the disk when this returns.
   Storing it again only updates the chain. Needs an open store. The errors of nh_note_write. */
enum nh_status nh_archive_keep(struct nh_journal *journal, const char *fingerprint,
                               CERTCertificate *certificate, struct nh_error *err);

/* The path of its file, allocated, or NULL when there is none. */
char *nh_archive_find(struct nh_journal *journal, const char *fingerprint);

/* The person's certificate from such a file, or NULL; the caller destroys it. Needs an open
   store. */
CERTCertificate *nh_archive_read(const char *path);

#endif
