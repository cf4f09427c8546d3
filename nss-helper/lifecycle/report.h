/* SPDX-License-Identifier: MPL-2.0 */
/* JSON objects of PROTOCOL.md, for the host and for --json alike. */
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

/* New objects, which the caller deletes; NULL without memory. */
struct cJSON *nh_report_identity(const struct nh_identity *identity);
struct cJSON *nh_report_proof(const struct nh_proof *proof);
struct cJSON *nh_report_copy(const struct nh_copy *copy);
struct cJSON *nh_report_revocation(const struct nh_revocation *revocation);

/* Add "missing" if an issuer is missing, and "fault" if the chain is bad, as in `issuers` of
   PROTOCOL.md. False without memory. */
bool nh_report_chain(struct cJSON *to, const struct nh_proof *proof);

/* Add "said" to a revocation: when the CA said so, if known. The host reports it as "asked". */
bool nh_report_said(struct cJSON *to, const struct nh_revocation *revocation);

/* Add "odd": what is unusual in a person's certificate. `open`: its key came in a file without a
   password (journal/origin.h). Replies to older messages of the protocol must not have it, because
   the extension rejects unknown fields. */
bool nh_report_odd(struct cJSON *to, const struct nh_identity *identity, bool open);

/* Add "state", "daysLeft", "site", "portal", "newer", and the newest "copies", at most
   `most_copies`. False without memory. */
bool nh_report_owned(struct cJSON *to, const struct nh_owned *owned, size_t most_copies);

#endif
