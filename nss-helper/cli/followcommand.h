/* SPDX-License-Identifier: MPL-2.0 */
/* A command of the person's, run for a certificate that was renewed. */
#ifndef NH_CLI_FOLLOWCOMMAND_H
#define NH_CLI_FOLLOWCOMMAND_H

#include "base/status.h"

struct cli;
struct nh_identity;

/*
 * Run it by the shell, and wait for it. Its environment is that of this process, cleaned, with
 * RENEWED_OLD and RENEWED_NEW (fingerprints, "AB:CD:…"), RENEWED_PROFILE (the folder) and
 * RENEWED_SUBJECT; it has nothing to read, writes to standard error, and gets no other file.
 * NH_COMMAND, and how it ended.
 */
enum nh_status cli_follow_run(struct cli *cli, const char *command, const char *old,
                              const struct nh_identity *identity, struct nh_error *err);

#endif
