/* SPDX-License-Identifier: MPL-2.0 */
/* What every JSON record of this project has: lists and points in time. */
#ifndef NH_BASE_JSON_H
#define NH_BASE_JSON_H

#include <stdbool.h>
#include <time.h>

struct cJSON;

/* Put an item at the end of a list, which owns it then; it is deleted where that fails. */
bool nh_json_push(struct cJSON *list, struct cJSON *item);

/* Add "2026-11-23T04:38:08Z". False without memory. */
#define NH_JSON_TIME "%Y-%m-%dT%H:%M:%SZ"
bool nh_json_add_time(struct cJSON *to, const char *name, time_t time);

/* The same out of a text. */
bool nh_json_read_time(const char *text, time_t *out);

#endif
