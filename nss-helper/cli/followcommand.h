/* SPDX-License-Identifier: MPL-2.0 */
/* Run a command of the person after a renewal. */
#ifndef NH_CLI_FOLLOWCOMMAND_H
#define NH_CLI_FOLLOWCOMMAND_H

#include "base/status.h"

struct cli;
struct nh_identity;

/*
 * Run it with the shell, and wait for it. It has this process's cleaned environment, with
 * RENEWED_OLD and RENEWED_NEW (fingerprints, "AB:CD:…"), RENEWED_PROFILE (the folder) and
 * RENEWED_SUBJECT. Its standard input is empty, its output goes to standard error, and it inherits
 * no other descriptor. NH_COMMAND when it fails; the message says how.
 */
enum nh_status cli_follow_run(struct cli *cli, const char *command, const char *old,
                              const struct nh_identity *identity, struct nh_error *err);

#endif
