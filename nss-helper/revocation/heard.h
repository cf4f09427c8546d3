/* SPDX-License-Identifier: MPL-2.0 */
/*
 * That a certificate is revoked is final (RFC 5280 5.3.1): what was heard once is kept as a note
 * beside the journal, with the time when the CA said so. Only certificateHold is lifted, and only
 * by a word that the CA said later; when the CA said "good" last is noted as well, so that a hold
 * of before is none, whoever keeps or repeats it. OCSP and CRL weigh the same.
 */
#ifndef NH_REVOCATION_HEARD_H
#define NH_REVOCATION_HEARD_H

#include "revocation/verdict.h"
#include <stdbool.h>

struct nh_journal;

/* What was heard, where that is revoked and holds: nobody is asked. */
bool nh_heard_read(const struct nh_journal *journal, const char *fingerprint,
                   struct nh_revocation *out);

/* Is there such a note, and was nothing lifted since? */
bool nh_heard_revoked(const struct nh_journal *journal, const char *fingerprint);

/* When the CA said last, as was heard, that it is not revoked; 0: never. */
time_t nh_heard_good(const char *profile_path, const char *fingerprint);

/* A hold of before a good word of that time? */
bool nh_heard_is_lifted(const struct nh_revocation *revocation, time_t good);

/* What a check has found, or that it found nothing, against what was heard before: *revocation
   becomes what holds, and is kept. Where it can't be kept, the next check says it again. */
void nh_heard_weigh(const char *profile_path, const char *fingerprint,
                    struct nh_revocation *revocation);

#endif
