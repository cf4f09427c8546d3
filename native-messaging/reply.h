/* SPDX-License-Identifier: MPL-2.0 */
/* Build a reply of PROTOCOL.md field by field. */
#ifndef NH_REPLY_H
#define NH_REPLY_H

#include <stdbool.h>

struct cJSON;
struct nh_error;

/* A new reply with its type only, for nh_port_say. These functions return NULL without memory; the
   functions below accept a NULL `to` and then fail, too. */
struct cJSON *nh_reply_new(const char *type);
struct cJSON *nh_reply_ok(void);
struct cJSON *nh_reply_error(const struct nh_error *error);

/* Add a text (NULL counts as ""), or an item, which `to` then owns. False without memory. */
bool nh_reply_text(struct cJSON *to, const char *name, const char *text);
bool nh_reply_item(struct cJSON *to, const char *name, struct cJSON *item);

/* Append a new object to a list, which owns it. NULL without memory. */
struct cJSON *nh_reply_push(struct cJSON *list);

/* Return `reply` if it is `whole`; otherwise delete it and return NULL. */
struct cJSON *nh_reply_whole(struct cJSON *reply, bool whole);

#endif
