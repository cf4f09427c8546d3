/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A password from the person, through the desktop's own pinentry: it comes over a pipe,
 * and is in no argument, no environment and no log. The program is the one that
 * nss-helper.conf (config.h) names ("pinentry-program=/usr/bin/…"), else
 * a graphical one where there is a display, else one for the terminal where there is one.
 */
#ifndef NH_MACHINE_PINENTRY_H
#define NH_MACHINE_PINENTRY_H

#include "base/status.h"
#include <stdbool.h>

struct nh_buf;

/* Bytes of UTF-8 in a password at most. */
#define NH_PASSWORD_MAX 1024

/* Characters of a new password of a file at least (NIST SP 800-63B section 5.1.1.1). Its kinds of
   characters are the person's own choice. */
#define NH_PASSWORD_LEAST 8

/* What a window says, in UTF-8. Line ends are allowed; other control characters and what
   hides or turns text are shown as "?". */
struct nh_question {
    const char *text;        /* what is asked for, and why */
    const char *prompt;      /* beside the field: "Password:" */
    const char *ok, *cancel; /* the two buttons */
    const char *caps;        /* "Caps Lock is on" */
    const char *error;       /* of the try before, or NULL */
    const char *again;    /* a new password is chosen: the prompt for its repetition, else NULL */
    const char *mismatch; /* what is said when the repetition differs */
    const char *quality;  /* beside the bar that shows the strength, or NULL for no bar */
};

/*
 * Ask. The person may take their time, ten minutes at most: nothing may be locked
 * meanwhile. `out`, which is empty, gets the bytes and a NUL that is counted; nh_buf_reset
 * zeroes them. NH_CANCELLED; NH_NO_PINENTRY when there is none, or it can't ask here.
 */
enum nh_status nh_pinentry_ask(const struct nh_question *question, struct nh_buf *out,
                               struct nh_error *err);

/* Show a text until the person has read it, in a window with one button. Like
   nh_pinentry_ask. */
enum nh_status nh_pinentry_show(const char *text, const char *ok, struct nh_error *err);

/* Ask for a yes or no, by two buttons. NH_CANCELLED is the no. Like nh_pinentry_ask. */
enum nh_status nh_pinentry_confirm(const char *text, const char *ok, const char *cancel,
                                   struct nh_error *err);

/* The program that would be used: its path, allocated. NULL when there is none, and why. */
char *nh_pinentry_program(struct nh_error *err);

/* Is there a display for a window? */
bool nh_pinentry_has_display(void);

/* The first that is installed, for a window or for a terminal. Allocated, or NULL. "pinentry"
   can be either. */
char *nh_pinentry_find(bool graphical);

/* Debian's package with the one that suits the desktop. */
const char *nh_pinentry_package(void);

#endif
