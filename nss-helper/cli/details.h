/* SPDX-License-Identifier: MPL-2.0 */
/* One certificate of the list: the lines below its row, and all details. */
#ifndef NH_CLI_DETAILS_H
#define NH_CLI_DETAILS_H

#include "cli/output.h"
#include "lifecycle/inventory.h"

#define CLI_DAYS_SIZE 64

/* "30 days left", or "30 days" in a column with that `headed`; "1 day ago"; "from …"; "-" for a
   certificate that is revoked or broken. */
const char *cli_days(const struct nh_owned *owned, bool headed, char text[CLI_DAYS_SIZE]);

/* The name of a state, as on the extension's pages. */
const char *cli_standing(enum nh_standing_state state);

/* Its uses: "login, e-mail"; "-" for neither. Static. */
const char *cli_uses(const struct nh_identity *identity);

/* The colour for a state: good, warning or bad. */
enum cli_tone cli_standing_tone(enum nh_standing_state state);

/* Show the lines below its row, indented to a column: none if there is nothing to say. */
void cli_details_beside(const struct nh_owned *owned, size_t left);

/* Show all details. */
void cli_details_show(const struct nh_owned *owned);

/* Show the names of the certificate and its issuer, and in another line the fingerprint. */
void cli_details_head(const struct nh_identity *identity);

#endif
