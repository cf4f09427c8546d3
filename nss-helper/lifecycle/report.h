/* SPDX-License-Identifier: MPL-2.0 */
/* "identity", "proof", "copy" and what is known of an identity, as PROTOCOL.md has them: the
   same for --json and the host. */
#ifndef NH_LIFECYCLE_REPORT_H
#define NH_LIFECYCLE_REPORT_H

#include <stdbool.h>
#include <stddef.h>

struct cJSON;
struct nh_copy;
struct nh_identity;
struct nh_owned;
struct nh_proof;
struct nh_revocation;

/* New objects, for the caller to delete; NULL without memory. */
struct cJSON *nh_report_identity(const struct nh_identity *identity);
struct cJSON *nh_report_proof(const struct nh_proof *proof);
struct cJSON *nh_report_copy(const struct nh_copy *copy);
struct cJSON *nh_report_revocation(const struct nh_revocation *revocation);

/* Add to a proof what PROTOCOL.md's `issuers` has beside it: "missing" where an issuer is missing,
   and "fault" where the chain is bad. False without memory. */
bool nh_report_chain(struct cJSON *to, const struct nh_proof *proof);

/* Add "said" to a revocation: when the CA spoke, where it did. The host tells it as "asked". */
bool nh_report_said(struct cJSON *to, const struct nh_revocation *revocation);

/* Add "odd": what is unusual in the certificate of a person; `open`: its key came in a file that
   anybody could open (journal/origin.h). A reply of the host to a message that
   was there before has it not: the extension refuses a field that is new to it. */
bool nh_report_odd(struct cJSON *to, const struct nh_identity *identity, bool open);

/* Add "state", "daysLeft", "site", "portal", "newer" and the newest of the "copies". False without
 * memory. */
bool nh_report_owned(struct cJSON *to, const struct nh_owned *owned, size_t most_copies);

#endif
