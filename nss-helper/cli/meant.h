/* SPDX-License-Identifier: MPL-2.0 */
/* Choose a certificate by a name that several have: after a renewal, the newest. */
#ifndef NH_CLI_MEANT_H
#define NH_CLI_MEANT_H

#include "base/status.h"
#include <stddef.h>

struct cli;
struct nh_identity;
struct nh_inventory;

/*
 * As nh_identity_find in cli->store, which is open for reading; it may be closed and opened again,
 * and is NULL after an error. If several fit and one of them replaces all others (inventory.h),
 * take it and say so. NH_MANY_IDENTITIES otherwise, with a list that tells them apart.
 */
enum nh_status cli_meant_find(struct cli *cli, const char *id, struct nh_identity **out,
                              struct nh_error *err);

/* The same in an inventory; *at is the index. */
enum nh_status cli_meant_pick(struct cli *cli, const struct nh_inventory *inventory, const char *id,
                              size_t *at, struct nh_error *err);

/* For actions that can't be undone and so don't choose: extend the message of NH_MANY_IDENTITIES
   with what tells them apart, and close the store. Any other `status` is returned unchanged. */
enum nh_status cli_meant_refuse(struct cli *cli, const char *id, enum nh_status status,
                                struct nh_error *err);

#endif
