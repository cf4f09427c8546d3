/* SPDX-License-Identifier: MPL-2.0 */
/* "jobs forget --site SITE": all of a site, after a question. */
#ifndef NH_CLI_CLEAR_H
#define NH_CLI_CLEAR_H

#include "base/status.h"
#include <stdbool.h>

struct cli;

/* The site is there, and can be one. NH_USAGE. */
enum nh_status cli_clear_check(const char *site, struct nh_error *err);

/* `yes`: the person is not asked. */
enum nh_status cli_clear(struct cli *cli, const char *site, bool yes, struct nh_error *err);

#endif
