/* SPDX-License-Identifier: MPL-2.0 */
/* Texts, lists and times in the JSON of this project. */
#ifndef NH_BASE_JSON_H
#define NH_BASE_JSON_H

#include <stdbool.h>
#include <time.h>

struct cJSON;

/* The string of this name in an object, which owns it. NULL when there is none, or when it is not
   UTF-8: a damaged record must not get into a message. */
const char *nh_json_text(const struct cJSON *object, const char *name);

/* Append an item to a list, which then owns it. On failure the item is deleted. */
bool nh_json_push(struct cJSON *list, struct cJSON *item);

/* Add a time as text in UTC, "2026-11-23T04:38:08Z" (RFC 3339). False without memory. */
#define NH_JSON_TIME "%Y-%m-%dT%H:%M:%SZ"
bool nh_json_add_time(struct cJSON *to, const char *name, time_t time);

/* Read such a text. False when it has another form. */
bool nh_json_read_time(const char *text, time_t *out);

#endif
