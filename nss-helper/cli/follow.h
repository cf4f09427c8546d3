/* SPDX-License-Identifier: MPL-2.0 */
/* What comes after a renewal: copies in other profiles, a command, the old certificate. */
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

/* Do its options go together? NH_USAGE. */
enum nh_status cli_follow_check(struct nh_error *err);

/* Does this run have a command, of an option or of nss-helper.conf? */
bool cli_follow_has_command(void);

/* Is there a renewal that was proven, and what comes after it was not done? */
bool cli_follow_waits(struct cli *cli);

/*
 * Do that for all of them, also those of a run that broke off. The journal is open, no store is,
 * and nobody else renews in this profile. The certificate is there whatever comes of this: the
 * worst of it, NH_COMMAND where a command failed.
 */
enum nh_status cli_follow(struct cli *cli, struct nh_error *err);

#endif
