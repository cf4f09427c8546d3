/* SPDX-License-Identifier: MPL-2.0 */
/* The databases and the journal of the entered profile. */
#ifndef NH_CLI_OPEN_H
#define NH_CLI_OPEN_H

#include "base/status.h"
#include "nss/store.h"

struct cli;

/* Open the databases of the entered profile, asking for its primary password once if it
   has one; cli_close closes them. */
enum nh_status cli_store_open(struct cli *cli, enum nh_store_mode mode, struct nh_error *err);

/* Only the password: for work that opens the databases by itself. */
enum nh_status cli_store_unlock(struct cli *cli, struct nh_error *err);

/* Open the journal of the entered profile; cli_close closes it. */
enum nh_status cli_journal_open(struct cli *cli, struct nh_error *err);

/* Let go of all that one run has. */
void cli_close(struct cli *cli);

#endif
