/* SPDX-License-Identifier: MPL-2.0 */
/* Ask the person for passwords, in their language, through pinentry. */
#ifndef NH_MACHINE_ASK_H
#define NH_MACHINE_ASK_H

#include "base/status.h"
#include <stdbool.h>

struct nh_buf;

/* How many wrong passwords are accepted before it ends with an error. */
#define NH_ASK_TRIES 3

/* Where a certificate file comes from, which determines how its password is called. */
enum nh_ask_source {
    NH_ASK_CHOSEN, /* the person has chosen it; it may be from a portal or a backup */
    NH_ASK_SITE,   /* a site has just sent it */
    NH_ASK_BACKUP, /* NSS Helper wrote it, with a password of the person's choice */
};

/* A certificate file in a question. `name` is that of the file, or with NH_ASK_SITE the site. */
struct nh_asked_file {
    const char *name;
    enum nh_ask_source source;
};

/* Ask for the password of a certificate file. `tried`: how many wrong ones were given. `out` and
   the errors as in nh_pinentry_ask. */
enum nh_status nh_ask_file(const struct nh_asked_file *file, int tried, struct nh_buf *out,
                           struct nh_error *err);

/* Ask for the password of the key in it, if it has its own. Otherwise as nh_ask_file. */
enum nh_status nh_ask_key(const struct nh_asked_file *file, int tried, struct nh_buf *out,
                          struct nh_error *err);

/* Ask whether to import a key that is not encrypted. NH_CANCELLED means no. */
enum nh_status nh_ask_open_key(const struct nh_asked_file *file, struct nh_error *err);

/* Ask for the password of `user` at the server `site`. Otherwise as nh_ask_file. */
enum nh_status nh_ask_login(const char *site, const char *user, int tried, struct nh_buf *out,
                            struct nh_error *err);

/* A file that is going to be written with a new password. */
struct nh_asked_new {
    const char *name; /* of the certificate in it */
    bool backup;      /* a backup; else a file for another program */
    bool ascii;       /* accept only ASCII, which all programs encode alike */
    bool weak;        /* also accept a password shorter than NH_PASSWORD_LEAST */
};

/* Ask for a new password, which is typed twice and may not be empty. Otherwise as
   nh_pinentry_ask. */
enum nh_status nh_ask_new(const struct nh_asked_new *file, struct nh_buf *out,
                          struct nh_error *err);

/* Make a random password and show it once in a window: 20 letters and digits (100 bits) in five
   groups, in ASCII. Otherwise as nh_pinentry_ask. */
enum nh_status nh_ask_made(const struct nh_asked_new *file, struct nh_buf *out,
                           struct nh_error *err);

/* Ask for the primary password of the profile `name` of the program `product` ("Thunderbird"; NULL:
   unknown). Otherwise as nh_ask_file. */
enum nh_status nh_ask_primary(const char *name, const char *product, int tried, struct nh_buf *out,
                              struct nh_error *err);

#endif
