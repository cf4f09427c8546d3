/* SPDX-License-Identifier: MPL-2.0 */
/* Renew the copies of a certificate in other profiles. */
#ifndef NH_CLI_FOLLOWCOPIES_H
#define NH_CLI_FOLLOWCOPIES_H

#include "base/status.h"

struct cli;
struct nh_identity;

/*
 * Copy the new certificate into each profile that has a copy of the old one (with this
 * fingerprint), or of an earlier one whose copy could not be renewed. For a profile with a primary
 * password, show the command to run instead. Returns the worst error; each is reported when it
 * occurs.
 */
enum nh_status cli_follow_copies(struct cli *cli, const char *old,
                                 const struct nh_identity *identity, struct nh_error *err);

#endif
