/* SPDX-License-Identifier: MPL-2.0 */
/* The passwords that people are asked for, in the person's own language. */
#ifndef NH_ASK_H
#define NH_ASK_H

#include "status.h"
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

/*
 * The primary password of the profile `name` in the folder `path`, as often as it takes,
 * and then nh_store_unlock. NH_PRIMARY_PASSWORD after NH_ASK_TRIES wrong ones, NH_OLD_NSS, and the
 * errors of nh_pinentry_ask and nh_store_open. No store may be open.
 */
enum nh_status nh_ask_unlock(const char *path, const char *name, const char *language,
                             struct nh_error *err);

#endif
