/* SPDX-License-Identifier: MPL-2.0 */
/* Which certificate a person means by a name that several have: after a renewal, the newest. */
#ifndef NH_CLI_MEANT_H
#define NH_CLI_MEANT_H

#include "base/status.h"
#include <stddef.h>

struct cli;
struct nh_identity;
struct nh_inventory;

/*
 * As nh_identity_find, in the store that is open to read; it may be another one then, or none after
 * an error. Where several fit and all but one are replaced by that one (inventory.h), it is meant,
 * and a remark says so. NH_MANY_IDENTITIES tells them apart.
 */
enum nh_status cli_meant_find(struct cli *cli, const char *id, struct nh_identity **out,
                              struct nh_error *err);

/* The same among these: its place in the inventory. */
enum nh_status cli_meant_pick(struct cli *cli, const struct nh_inventory *inventory, const char *id,
                              size_t *at, struct nh_error *err);

/* For what can't be undone, which takes no certificate that was not named: NH_MANY_IDENTITIES says
   what tells those apart that fit, and the store is closed. Other outcomes stay as they are. */
enum nh_status cli_meant_refuse(struct cli *cli, const char *id, enum nh_status status,
                                struct nh_error *err);

#endif
