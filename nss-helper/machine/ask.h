/* SPDX-License-Identifier: MPL-2.0 */
/* The passwords that people are asked for, in the person's own language. */
#ifndef NH_MACHINE_ASK_H
#define NH_MACHINE_ASK_H

#include "base/status.h"
#include <stdbool.h>

struct nh_buf;

/* How often somebody may be wrong before it ends with NH_PASSWORD. */
#define NH_ASK_TRIES 3

/*
 * The password of a certificate file. `name`: of the file, or the site that handed it out
 * (`from_site`). `tried`: how many wrong ones were given before. `language`: "ja", "en" …
 * Like nh_pinentry_ask.
 */
enum nh_status nh_ask_file(const char *name, bool from_site, int tried, const char *language,
                           struct nh_buf *out, struct nh_error *err);

/* The password of `user` at the server `site`. Like nh_ask_file. */
enum nh_status nh_ask_login(const char *site, const char *user, int tried, const char *language,
                            struct nh_buf *out, struct nh_error *err);

/* A new password for a file with the identity `name`, typed twice; never the empty one, and
   with `ascii` none that other programs might read differently. */
enum nh_status nh_ask_new(const char *name, bool ascii, const char *language, struct nh_buf *out,
                          struct nh_error *err);

/* The same, made here: 20 letters and digits at random (100 bits), in ASCII, in five groups,
   shown once in a window. */
enum nh_status nh_ask_made(const char *name, const char *language, struct nh_buf *out,
                           struct nh_error *err);

/* The primary password of the profile `name`. Like nh_ask_file. */
enum nh_status nh_ask_primary(const char *name, int tried, const char *language, struct nh_buf *out,
                              struct nh_error *err);

#endif
