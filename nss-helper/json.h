/* SPDX-License-Identifier: MPL-2.0 */
/* "identity" and "proof" of PROTOCOL.md: the same objects for --json and the host. */
#ifndef NH_JSON_H
#define NH_JSON_H

#include <stdbool.h>
#include <time.h>

struct cJSON;
struct nh_identity;
struct nh_proof;
struct nh_revocation;

/* New objects, for the caller to delete; NULL without memory. */
struct cJSON *nh_json_identity(const struct nh_identity *identity);
struct cJSON *nh_json_proof(const struct nh_proof *proof);
struct cJSON *nh_json_revocation(const struct nh_revocation *revocation);

/* Add "2026-11-23T04:38:08Z". False without memory. */
#define NH_JSON_TIME "%Y-%m-%dT%H:%M:%SZ"
bool nh_json_time(struct cJSON *to, const char *name, time_t time);

#endif
