/* SPDX-License-Identifier: MPL-2.0 */
/* A request of PROTOCOL.md, read field by field by whoever answers it. */
#ifndef NH_MESSAGE_H
#define NH_MESSAGE_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct cJSON;
struct nh_buf;

#define NH_STRING_MAX 1024 /* bytes of a text, where its field has no limit of its own */

struct nh_message {
    struct cJSON *object;
    const char *type;
    size_t fields;         /* that were read */
    struct nh_error wrong; /* the first thing that is off with them */
};

/* Parse one object, strictly: NH_PROTOCOL names what is off. *out is zeroed before. */
enum nh_status nh_message_parse(const void *text, size_t length, struct nh_message *out,
                                struct nh_error *err);
void nh_message_reset(struct nh_message *message);

/*
 * The readers, one for each field that a request has. What is off is kept for
 * nh_message_end: a text is "" then. Texts belong to the message.
 */
const char *nh_message_text(struct nh_message *message, const char *name);
const char *nh_message_ascii(struct nh_message *message, const char *name, size_t most);
const char *nh_message_site(struct nh_message *message, const char *name);
const char *nh_message_address(struct nh_message *message, const char *name);
const char *nh_message_fingerprint(struct nh_message *message, const char *name);
const char *nh_message_id(struct nh_message *message, const char *name); /* of a job or response */
double nh_message_integer(struct nh_message *message, const char *name);

/* One of two words: is it the first? */
bool nh_message_is(struct nh_message *message, const char *name, const char *word,
                   const char *other);

/* One of several words, NULL behind the last: which one is it? 0 for another. */
size_t nh_message_word(struct nh_message *message, const char *name, const char *const *words);

/* Base64, decoded into `out`; `least` to `most` characters of it. */
void nh_message_base64(struct nh_message *message, const char *name, size_t least, size_t most,
                       struct nh_buf *out);

/*
 * All fields were read: they are right, and there are no others. Else NH_PROTOCOL, or
 * NH_TOO_LARGE for a text over its limit, and nothing of what was read may be used. Reading may
 * begin anew after it.
 */
enum nh_status nh_message_end(struct nh_message *message, struct nh_error *err);

#endif
