/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The public certificates of what was installed, kept beside the journal for good:
 * "Refresh Firefox" keeps the keys of a profile and drops its certificates. One PEM file
 * each, "certificates/<SHA-256 in lower-case hex>.pem": the person's own first, then the
 * CAs' that the profile has. `nss-helper import` takes such a file.
 */
#ifndef NH_JOURNAL_ARCHIVE_H
#define NH_JOURNAL_ARCHIVE_H

#include "base/status.h"
#include "journal/job.h"

typedef struct CERTCertificateStr CERTCertificate;

/* Keep this certificate, whose fingerprint that is, and its chain, durably. Keeping it again
   changes nothing but the chain. Needs an open store. */
enum nh_status nh_archive_keep(struct nh_journal *journal, const char *fingerprint,
                               CERTCertificate *certificate, struct nh_error *err);

/* Its file, allocated, or NULL when it was not kept. */
char *nh_archive_find(struct nh_journal *journal, const char *fingerprint);

/* The person's own certificate of such a file, or NULL. Needs an open store. */
CERTCertificate *nh_archive_read(const char *path);

#endif
