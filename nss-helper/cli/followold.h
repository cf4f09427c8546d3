/* SPDX-License-Identifier: MPL-2.0 */
/* The certificate that a renewed one takes the place of. */
#ifndef NH_CLI_FOLLOWOLD_H
#define NH_CLI_FOLLOWOLD_H

#include "base/buf.h"
#include "base/status.h"

struct cli;
struct nh_identity;

/* For backups: of the options, and as it was read the first time. */
struct cli_followold {
    const char *password_file, *password_fd;
    struct nh_buf password;
};

/* It stays, and the person is told how to remove it. */
void cli_follow_offer(const struct cli *cli, const char *old);

/*
 * Remove it together with its key. Never without a backup: a file that was written of it and is
 * there as it was, else a new one in the download folder where a password is given. Without
 * either, and where the new one is not good to log in with, it stays, and that is told.
 */
enum nh_status cli_follow_remove(struct cli *cli, const char *old,
                                 const struct nh_identity *identity, struct cli_followold *backup,
                                 struct nh_error *err);

#endif
