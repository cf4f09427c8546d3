/* SPDX-License-Identifier: MPL-2.0 */
/* What a person gives to open one file, asked for piece by piece, as it turns out to be wanting. */
#ifndef NH_LIFECYCLE_GIVEN_H
#define NH_LIFECYCLE_GIVEN_H

#include "base/buf.h"
#include "formats/pkcs8.h"
#include "machine/ask.h"

struct nh_given {
    struct nh_asked_file file; /* as the questions name it; its name is not owned */
    struct nh_opening opening; /* to try next */
    struct nh_buf password, key_password;
    int tried, key_tried;
};

/* A site has sent it: the questions name that by its host. `site`: an origin, not owned. */
void nh_given_from(struct nh_given *given, const char *site);

/* Is it wanting, and can it be asked for: NH_PASSWORD, NH_KEY_PASSWORD, NH_OPEN_KEY? */
bool nh_given_lacks(enum nh_status status);

/* Ask for that. NH_OK: try again. The status that it was, with its error as it stands, when the
   person was wrong too often; else as nh_ask_file. No store may be open for writing. */
enum nh_status nh_given_ask(struct nh_given *given, enum nh_status wanting, struct nh_error *err);

/* Passwords are zeroed. */
void nh_given_reset(struct nh_given *given);

#endif
