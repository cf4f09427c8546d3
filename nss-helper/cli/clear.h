/* SPDX-License-Identifier: MPL-2.0 */
/* "jobs forget --site SITE": give up everything of a site, after a question. */
#ifndef NH_CLI_CLEAR_H
#define NH_CLI_CLEAR_H

#include "base/status.h"
#include <stdbool.h>

struct cli;

/* Check that a site is given and is valid. NH_USAGE. */
enum nh_status cli_clear_check(const char *site, struct nh_error *err);

/* Do it; `yes`: without a question. NH_NO_JOB when there is nothing, NH_CANCELLED, and the errors
   of nh_clear. */
enum nh_status cli_clear(struct cli *cli, const char *site, bool yes, struct nh_error *err);

#endif
