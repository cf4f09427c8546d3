/* SPDX-License-Identifier: MPL-2.0 */
/* What a person gives to open a file; each item is asked for when it turns out to be needed. */
#ifndef NH_LIFECYCLE_GIVEN_H
#define NH_LIFECYCLE_GIVEN_H

#include "base/buf.h"
#include "formats/pkcs8.h"
#include "machine/ask.h"

struct nh_given {
    struct nh_asked_file file; /* for the questions; its name is not owned */
    struct nh_opening opening; /* for the next try */
    struct nh_buf password, key_password;
    int tried, key_tried;
};

/* Set that a site has sent the file; the questions name its host. `site`: an origin, not owned. */
void nh_given_from(struct nh_given *given, const char *site);

/* Whether this status means that something has to be asked: NH_PASSWORD, NH_KEY_PASSWORD,
   NH_OPEN_KEY. */
bool nh_given_lacks(enum nh_status status);

/* Ask for it. NH_OK: try again. After too many wrong answers, returns `wanting` and leaves *err as
   it is; else the errors of nh_ask_file. No store may be open for writing. */
enum nh_status nh_given_ask(struct nh_given *given, enum nh_status wanting, struct nh_error *err);

/* Zero and free the passwords. */
void nh_given_reset(struct nh_given *given);

#endif
