/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The results of checks on this machine. A check without a fault is a finding, too, so that the
 * person sees that it was made. A check changes nothing, asks nothing, and keeps nothing open.
 */
#ifndef NH_DOCTOR_FINDING_H
#define NH_DOCTOR_FINDING_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

enum nh_state {
    NH_STATE_GOOD,
    NH_STATE_HINT,    /* works, but may not for long or not everywhere */
    NH_STATE_BAD,     /* does not work */
    NH_STATE_UNKNOWN, /* could not be checked; `what` says why */
};

/* "good", "hint", "bad", "unknown". */
const char *nh_state_word(enum nh_state state);

struct nh_finding {
    const char *check; /* its name, which never changes: "host-manifest"; static */
    enum nh_state state;
    enum nh_status code; /* NH_OK unless the state is NH_STATE_BAD */
    char *what;          /* a sentence: the result, or what is wrong */
    char *why;           /* why it matters; NULL when good */
    char *cure;          /* how to fix it, a command or a click; NULL when good */
};

/* Initialize it with {0}. The list owns the sentences. */
struct nh_findings {
    struct nh_finding *items;
    size_t count;
    bool failed; /* memory ran out, and findings are missing */
};

/* Add a finding that is not good. `code` is NH_OK unless `state` is NH_STATE_BAD. The sentences are
   translated and copied: mark `why` and `cure` with N_ (language.h). */
void nh_finding_add(struct nh_findings *list, const char *check, enum nh_state state,
                    enum nh_status code, const char *why, const char *cure, const char *format, ...)
    __attribute__((format(printf, 7, 8)));

/* Add a bad finding with the message of an error, which is already translated. */
void nh_finding_add_error(struct nh_findings *list, const char *check, const struct nh_error *error,
                          const char *why, const char *cure);

void nh_finding_add_good(struct nh_findings *list, const char *check, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

void nh_findings_reset(struct nh_findings *list);

#endif
