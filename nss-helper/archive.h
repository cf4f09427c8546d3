/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The public certificates of what was installed, kept beside the journal for good:
 * "Refresh Firefox" keeps the keys of a profile and drops its certificates. One PEM file
 * each, "certificates/<SHA-256 in lower-case hex>.pem": the person's own first, then the
 * CAs' that the profile has. `nss-helper import` takes such a file.
 */
#ifndef NH_ARCHIVE_H
#define NH_ARCHIVE_H

#include "job.h"
#include "status.h"

typedef struct CERTCertificateStr CERTCertificate;
struct nh_store;

/* Keep the certificate with this fingerprint and its chain, durably. Keeping it again
   changes nothing but the chain. */
enum nh_status nh_archive_keep(struct nh_journal *journal, struct nh_store *store,
                               const char *fingerprint, struct nh_error *err);

/* Its file, allocated, or NULL when it was not kept. */
char *nh_archive_find(struct nh_journal *journal, const char *fingerprint);

/* The person's own certificate of such a file, or NULL. Needs an open store. */
CERTCertificate *nh_archive_read(const char *path);

#endif
