/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Ask the person for a password with the desktop's pinentry. The password comes through a pipe and
 * is in no argument, environment or log. The program is "pinentry-program" of nss-helper.conf
 * (config.h), else a graphical one if there is a display, else one for the terminal if there is
 * one.
 */
#ifndef NH_MACHINE_PINENTRY_H
#define NH_MACHINE_PINENTRY_H

#include "base/status.h"
#include <stdbool.h>
#include <sys/types.h>

struct nh_buf;

/* The most bytes of a password in UTF-8. */
#define NH_PASSWORD_MAX 1024

/* The fewest characters of a new password for a file (NIST SP 800-63B section 5.1.1.1). There are
   no rules for kinds of characters. */
#define NH_PASSWORD_LEAST 8

/* The texts of a window, in UTF-8. Line ends are allowed; characters that nh_utf8_harmful names are
   shown as "?". */
struct nh_question {
    const char *text;        /* the question, and why */
    const char *prompt;      /* beside the field: "Password:" */
    const char *ok, *cancel; /* the two buttons */
    const char *caps;        /* "Caps Lock is on" */
    const char *error;       /* why the last try failed, or NULL */
    const char *again;       /* for a new password, the prompt for its repetition; else NULL */
    const char *mismatch;    /* error when the repetition differs */
    const char *quality;     /* label of the bar for the strength; NULL: no bar */
};

/*
 * Ask for a password. This waits for the person, ten minutes at most, so no store may be open for
 * writing. `out`, which must be empty, gets the password and a NUL, which counts in its length;
 * nh_buf_reset zeroes it. NH_CANCELLED; NH_NO_PINENTRY when there is none, or it can't ask here;
 * NH_BAD_DATA for a password that is too long or not UTF-8.
 */
enum nh_status nh_pinentry_ask(const struct nh_question *question, struct nh_buf *out,
                               struct nh_error *err);

/* Show a text in a window with one button until the person closes it. The errors of
   nh_pinentry_ask. */
enum nh_status nh_pinentry_show(const char *text, const char *ok, struct nh_error *err);

/* Ask a question with two buttons. NH_CANCELLED means no. Also the errors of nh_pinentry_ask. */
enum nh_status nh_pinentry_confirm(const char *text, const char *ok, const char *cancel,
                                   struct nh_error *err);

/* The path of the program that would be used, allocated. NULL without one; *err says why. */
char *nh_pinentry_program(struct nh_error *err);

/* Only start it, for another process: *fd speaks to it as its standard input and output. It is a
   child, which ends with this process; 0 when there is none. */
pid_t nh_pinentry_start(int *fd);

/* Whether there is a display for a window. */
bool nh_pinentry_has_display(void);

/* The path of the first installed pinentry with windows (`graphical`) or for a terminal. Allocated,
   or NULL. The program "pinentry" can be either. */
char *nh_pinentry_find(bool graphical);

/* The name of the Debian package with the pinentry for this desktop. */
const char *nh_pinentry_package(void);

#endif
