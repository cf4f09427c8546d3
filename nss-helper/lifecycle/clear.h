/* SPDX-License-Identifier: MPL-2.0 */
/* Give up all unfinished jobs and responses of a site. */
#ifndef NH_LIFECYCLE_CLEAR_H
#define NH_LIFECYCLE_CLEAR_H

#include "base/status.h"
#include <stddef.h>

struct nh_journal;

struct nh_cleared {
    size_t jobs;      /* jobs given up, as by nh_forget */
    size_t responses; /* responses discarded, from the site or accepted for one of its jobs */
};

/* Count what nh_clear would give up. The port of a site is ignored. */
enum nh_status nh_clear_count(struct nh_journal *journal, const char *site, struct nh_cleared *out,
                              struct nh_error *err);

/*
 * Give them up. A key that has a certificate stays. NH_PRIMARY_PASSWORD and other errors of the
 * databases occur before anything is changed. What another process is working on stays; then the
 * result, after all others were removed, is NH_BUSY. *out is filled also on failure.
 */
enum nh_status nh_clear(struct nh_journal *journal, const char *profile_path, const char *site,
                        struct nh_cleared *out, struct nh_error *err);

#endif
