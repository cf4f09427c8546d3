/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What was looked at on this machine, and what came of it. A check that finds nothing
 * wrong is a finding as well: a person sees that it was looked at. A check changes nothing,
 * asks nobody, and keeps nothing open.
 */
#ifndef NH_DOCTOR_FINDING_H
#define NH_DOCTOR_FINDING_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

enum nh_state {
    NH_STATE_GOOD,
    NH_STATE_HINT,    /* works, and could soon not, or not everywhere */
    NH_STATE_BAD,     /* does not work */
    NH_STATE_UNKNOWN, /* could not be looked at: `what` says why */
};

/* "good", "hint", "bad", "unknown". */
const char *nh_state_word(enum nh_state state);

struct nh_finding {
    const char *check; /* a word that stays the same: "host-manifest"; static */
    enum nh_state state;
    enum nh_status code; /* NH_OK unless the state is NH_STATE_BAD */
    char *what;          /* what is there, or wrong: a sentence */
    char *why;           /* why it matters; NULL when good */
    char *cure;          /* the command or the click that cures it; NULL when good */
};

/* Start it as {0}. The sentences are owned by the list. */
struct nh_findings {
    struct nh_finding *items;
    size_t count;
    bool failed; /* memory ran out: something is missing */
};

/* Add one that is not good. `code` is NH_OK but for a bad one. The sentences are copied, and
   translated: mark `why` and `cure` with N_ (language.h). */
void nh_finding_add(struct nh_findings *list, const char *check, enum nh_state state,
                    enum nh_status code, const char *why, const char *cure, const char *format, ...)
    __attribute__((format(printf, 7, 8)));

/* Add a bad one: what an error says, which is translated already. */
void nh_finding_add_error(struct nh_findings *list, const char *check, const struct nh_error *error,
                          const char *why, const char *cure);

void nh_finding_add_good(struct nh_findings *list, const char *check, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

void nh_findings_reset(struct nh_findings *list);

#endif
