/* SPDX-License-Identifier: MPL-2.0 */
/* "identity", "proof", "copy" and what is known of an identity, as PROTOCOL.md has them: the
   same for --json and the host. */
#ifndef NH_JSON_H
#define NH_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct cJSON;
struct nh_copy;
struct nh_identity;
struct nh_owned;
struct nh_proof;
struct nh_revocation;

/* New objects, for the caller to delete; NULL without memory. */
struct cJSON *nh_json_identity(const struct nh_identity *identity);
struct cJSON *nh_json_proof(const struct nh_proof *proof);
struct cJSON *nh_json_copy(const struct nh_copy *copy);
struct cJSON *nh_json_revocation(const struct nh_revocation *revocation);

/* Add "state", "daysLeft", "site", "portal", "newer" and the newest of the "copies". False without memory. */
bool nh_json_owned(struct cJSON *to, const struct nh_owned *owned, size_t most_copies);

/* Put an item at the end of a list, which owns it then; it is deleted where that fails. */
bool nh_json_push(struct cJSON *list, struct cJSON *item);

/* Add "2026-11-23T04:38:08Z". False without memory. */
#define NH_JSON_TIME "%Y-%m-%dT%H:%M:%SZ"
bool nh_json_time(struct cJSON *to, const char *name, time_t time);

#endif
