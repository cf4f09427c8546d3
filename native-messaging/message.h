/* SPDX-License-Identifier: MPL-2.0 */
/* A request of PROTOCOL.md. Its handler reads the fields one by one. */
#ifndef NH_MESSAGE_H
#define NH_MESSAGE_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct cJSON;
struct nh_buf;

#define NH_STRING_MAX 1024 /* bytes of a text without a limit of its own */

struct nh_message {
    struct cJSON *object;
    const char *type;
    size_t fields;         /* fields read so far */
    struct nh_error wrong; /* the first error in them */
};

/* Parse one object strictly. The caller zeroes *out before and resets it. NH_PROTOCOL; the message
   says why. */
enum nh_status nh_message_parse(const void *text, size_t length, struct nh_message *out,
                                struct nh_error *err);

void nh_message_reset(struct nh_message *message);

/*
 * Read a field. An error is kept for nh_message_end; then a text is "" and a number 0. Texts are
 * owned by the message.
 */
const char *nh_message_text(struct nh_message *message, const char *name);
const char *nh_message_ascii(struct nh_message *message, const char *name, size_t most);
const char *nh_message_site(struct nh_message *message, const char *name);
const char *nh_message_address(struct nh_message *message, const char *name);
const char *nh_message_fingerprint(struct nh_message *message, const char *name);
const char *nh_message_id(struct nh_message *message,
                          const char *name); /* id of a job or response */
double nh_message_integer(struct nh_message *message, const char *name);

/* Read one of two words; true if it is `word`. */
bool nh_message_is(struct nh_message *message, const char *name, const char *word,
                   const char *other);

/* Read one of several words, which end with NULL; returns its index. On an error it is 0. */
size_t nh_message_word(struct nh_message *message, const char *name, const char *const *words);

/* Read base64 of `least` to `most` characters, and decode it into `out`. */
void nh_message_base64(struct nh_message *message, const char *name, size_t least, size_t most,
                       struct nh_buf *out);

/*
 * Call it after all fields were read: check that they are valid and that there are no others.
 * NH_PROTOCOL, or NH_TOO_LARGE for a text over its limit; then none of the values may be used.
 * Afterwards the fields can be read again from the first.
 */
enum nh_status nh_message_end(struct nh_message *message, struct nh_error *err);

#endif
