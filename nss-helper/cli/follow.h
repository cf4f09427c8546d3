/* SPDX-License-Identifier: MPL-2.0 */
/* What follows a renewal: copies in other profiles, a command, removing the old certificate. */
#ifndef NH_CLI_FOLLOW_H
#define NH_CLI_FOLLOW_H

#include "base/status.h"
#include "cli/followold.h"
#include <stdbool.h>

struct cli;

/* The options of this run. */
struct cli_follow_options {
    const char *exec;
    bool remove_old;
    struct cli_followold old;
};
extern struct cli_follow_options cli_follow_given;

/* Check that its options can be used together. NH_USAGE. */
enum nh_status cli_follow_check(struct nh_error *err);

/* Whether there is a command, by an option or nss-helper.conf. */
bool cli_follow_has_command(void);

/* Whether a finished renewal still has something to do (enum nh_follow). */
bool cli_follow_waits(struct cli *cli);

/*
 * Do it for all finished renewals, also of interrupted runs. The journal is open, no store is, and
 * the profile is locked for enrolments. The new certificates are installed whatever fails here.
 * Returns the worst error: NH_COMMAND, and those of copying and removing.
 */
enum nh_status cli_follow(struct cli *cli, struct nh_error *err);

#endif
