/* SPDX-License-Identifier: MPL-2.0 */
/* All that a site has left here and that is unfinished, given up at once. */
#ifndef NH_LIFECYCLE_CLEAR_H
#define NH_LIFECYCLE_CLEAR_H

#include "base/status.h"
#include <stddef.h>

struct nh_journal;

struct nh_cleared {
    size_t jobs;      /* given up: each as by nh_forget */
    size_t responses; /* thrown away: of the site, or accepted for one of its jobs */
};

/* How much that would be. A site is a host, whatever its port. */
enum nh_status nh_clear_count(struct nh_journal *journal, const char *site, struct nh_cleared *out,
                              struct nh_error *err);

/*
 * Do it. A key that has a certificate stays. NH_PRIMARY_PASSWORD and other errors of the
 * databases come before anything is changed. What another process works on is left as it is, and
 * its NH_BUSY is told when all others have gone; *out is filled in either case.
 */
enum nh_status nh_clear(struct nh_journal *journal, const char *profile_path, const char *site,
                        struct nh_cleared *out, struct nh_error *err);

#endif
