/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What CAs have said about revocation. A revocation is final (RFC 5280 section 5.3.1), so it is
 * stored in the journal with the time when the CA said so. Only certificateHold can be lifted, by a
 * later statement of the CA. The time of the last "good" is stored, too, so that an older hold that
 * is repeated does not count. OCSP and CRL have the same weight.
 */
#ifndef NH_REVOCATION_HEARD_H
#define NH_REVOCATION_HEARD_H

#include "revocation/verdict.h"
#include <stdbool.h>

struct nh_journal;

/* Get the stored revocation, if it still holds. Asks no server. False when there is none. */
bool nh_heard_read(const struct nh_journal *journal, const char *fingerprint,
                   struct nh_revocation *out);

/* Whether a revocation is stored that still holds. */
bool nh_heard_revoked(const struct nh_journal *journal, const char *fingerprint);

/* When the CA last said that the certificate is good, UTC; 0: never. */
time_t nh_heard_good(const char *profile_path, const char *fingerprint);

/* Whether it is a hold older than this time of a "good". */
bool nh_heard_is_lifted(const struct nh_revocation *revocation, time_t good);

/* Compare the result of a check, which may have found nothing, with what is stored. *revocation
   becomes what holds, and is stored; after a failure to store it, the next check finds it again. */
void nh_heard_weigh(const char *profile_path, const char *fingerprint,
                    struct nh_revocation *revocation);

#endif
