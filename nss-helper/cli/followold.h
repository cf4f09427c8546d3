/* SPDX-License-Identifier: MPL-2.0 */
/* The old certificate after a renewal. */
#ifndef NH_CLI_FOLLOWOLD_H
#define NH_CLI_FOLLOWOLD_H

#include "base/buf.h"
#include "base/status.h"

struct cli;
struct nh_identity;

/* The password for backups: the options, and the password once read. */
struct cli_followold {
    const char *password_file, *password_fd;
    struct nh_buf password;
};

/* Keep it, and tell the person how to remove it. */
void cli_follow_offer(const struct cli *cli, const char *old);

/*
 * Remove it with its key, but only if there is an unchanged backup, or a new one can be saved in
 * the download folder with a given password. Otherwise, or when the new certificate can't be used
 * for log-in, keep it and say so.
 */
enum nh_status cli_follow_remove(struct cli *cli, const char *old,
                                 const struct nh_identity *identity, struct cli_followold *backup,
                                 struct nh_error *err);

#endif
