/* SPDX-License-Identifier: MPL-2.0 */
/* The passwords that people are asked for, in their own language. */
#ifndef NH_MACHINE_ASK_H
#define NH_MACHINE_ASK_H

#include "base/status.h"
#include <stdbool.h>

struct nh_buf;

/* How often somebody may be wrong before it ends with NH_PASSWORD. */
#define NH_ASK_TRIES 3

/* How a certificate file came, and so which password it is that the person knows. */
enum nh_ask_source {
    NH_ASK_CHOSEN, /* the person has chosen it: from a portal, from elsewhere, or a backup */
    NH_ASK_SITE,   /* a site has just sent it */
    NH_ASK_BACKUP, /* nss-helper wrote it, under a password of the person's own */
};

/* A certificate file, as a question names it. `name`: of the file; with NH_ASK_SITE, the site. */
struct nh_asked_file {
    const char *name;
    enum nh_ask_source source;
};

/* The password of a certificate file. `tried`: how many wrong ones were given before.
   Like nh_pinentry_ask. */
enum nh_status nh_ask_file(const struct nh_asked_file *file, int tried, struct nh_buf *out,
                           struct nh_error *err);

/* The password of the key in it, where that is another one. Like nh_ask_file. */
enum nh_status nh_ask_key(const struct nh_asked_file *file, int tried, struct nh_buf *out,
                          struct nh_error *err);

/* May the key in it go in although it is not encrypted? NH_CANCELLED is the no. */
enum nh_status nh_ask_open_key(const struct nh_asked_file *file, struct nh_error *err);

/* The password of `user` at the server `site`. Like nh_ask_file. */
enum nh_status nh_ask_login(const char *site, const char *user, int tried, struct nh_buf *out,
                            struct nh_error *err);

/* A file that is about to be written, under a new password. */
struct nh_asked_new {
    const char *name; /* of the certificate in it */
    bool backup;      /* the person keeps it; else it is for another program */
    bool ascii;       /* other programs might read other characters differently */
    bool weak;        /* also a password that is shorter than NH_PASSWORD_LEAST */
};

/* A new password, typed twice; never the empty one. Like nh_pinentry_ask. */
enum nh_status nh_ask_new(const struct nh_asked_new *file, struct nh_buf *out,
                          struct nh_error *err);

/* The same, made here: 20 letters and digits at random (100 bits), in ASCII, in five groups,
   shown once in a window. */
enum nh_status nh_ask_made(const struct nh_asked_new *file, struct nh_buf *out,
                           struct nh_error *err);

/* The primary password of the profile `name`; `product`: whose profile that is, "Thunderbird", or
   NULL when unknown. Like nh_ask_file. */
enum nh_status nh_ask_primary(const char *name, const char *product, int tried, struct nh_buf *out,
                              struct nh_error *err);

#endif
