/* SPDX-License-Identifier: MPL-2.0 */
/* A reply of PROTOCOL.md, put together field by field by whoever gives it. */
#ifndef NH_REPLY_H
#define NH_REPLY_H

#include <stdbool.h>

struct cJSON;
struct nh_error;

/* A new reply with its type and nothing else, for nh_port_say. NULL without memory, and so with
   all below; what is built on that fails as well. */
struct cJSON *nh_reply_new(const char *type);
struct cJSON *nh_reply_ok(void);
struct cJSON *nh_reply_error(const struct nh_error *error);

/* Add a text (NULL is ""), or an item that belongs to `to` then. False without memory. */
bool nh_reply_text(struct cJSON *to, const char *name, const char *text);
bool nh_reply_item(struct cJSON *to, const char *name, struct cJSON *item);

/* A new object at the end of a list. NULL without memory. */
struct cJSON *nh_reply_push(struct cJSON *list);

/* `reply`, or NULL in its place where not all could be added. */
struct cJSON *nh_reply_whole(struct cJSON *reply, bool whole);

#endif
