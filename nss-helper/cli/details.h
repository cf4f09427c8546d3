/* SPDX-License-Identifier: MPL-2.0 */
/* One certificate of the list: what is known of it beside its row, and all of it. */
#ifndef NH_CLI_DETAILS_H
#define NH_CLI_DETAILS_H

#include "cli/output.h"
#include "lifecycle/inventory.h"

#define CLI_DAYS_SIZE 64

/* "30 days left", without the last word in a column that is headed so; "1 day ago", "from …", and
   "-" where the days don't count: it is revoked or broken. */
const char *cli_days(const struct nh_owned *owned, bool headed, char text[CLI_DAYS_SIZE]);

/* How it stands, in the words of the extension's pages. */
const char *cli_standing(enum nh_standing_state state);

/* What it is for, as it is shown: "login, e-mail"; "-" for neither. Static. */
const char *cli_uses(const struct nh_identity *identity);

/* The colour of that: good, to be noted, or bad. */
enum cli_tone cli_standing_tone(enum nh_standing_state state);

/* Lines below its row, from a column on: nothing of one that only lies here. */
void cli_details_beside(const struct nh_owned *owned, size_t left);

/* All of it. */
void cli_details_show(const struct nh_owned *owned);

/* The name of a certificate and its issuer, and in a line of its own the fingerprint. */
void cli_details_head(const struct nh_identity *identity);

#endif
