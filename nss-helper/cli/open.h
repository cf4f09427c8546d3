/* SPDX-License-Identifier: MPL-2.0 */
/* Open the databases and the journal of the entered profile. */
#ifndef NH_CLI_OPEN_H
#define NH_CLI_OPEN_H

#include "base/status.h"
#include "nss/store.h"

struct cli;

/* Open the databases as cli->store; cli_close closes them. Asks for the primary password the first
   time, if the profile has one. The errors of nh_store_open and nh_unlock_ask. */
enum nh_status cli_store_open(struct cli *cli, enum nh_store_mode mode, struct nh_error *err);

/* Only get the primary password, for work that opens the databases itself. */
enum nh_status cli_store_unlock(struct cli *cli, struct nh_error *err);

/* Open the journal as cli->journal; cli_close closes it. The errors of nh_journal_open. */
enum nh_status cli_journal_open(struct cli *cli, struct nh_error *err);

/* Close and free everything in *cli. */
void cli_close(struct cli *cli);

#endif
