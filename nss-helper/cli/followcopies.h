/* SPDX-License-Identifier: MPL-2.0 */
/* Copies of a renewed certificate in other profiles. */
#ifndef NH_CLI_FOLLOWCOPIES_H
#define NH_CLI_FOLLOWCOPIES_H

#include "base/status.h"

struct cli;
struct nh_identity;

/*
 * Put the new one into each profile that the old one, of this fingerprint, was copied into and
 * still is in; or one that it took the place of, where the copy could not be renewed then. Where
 * the profile has a primary password the person is told the command, each time. The worst of what
 * failed, as it is told then.
 */
enum nh_status cli_follow_copies(struct cli *cli, const char *old,
                                 const struct nh_identity *identity, struct nh_error *err);

#endif
