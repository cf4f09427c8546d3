/* SPDX-License-Identifier: MPL-2.0 */
/* All certificates that `renew` has to do with. */
#ifndef NH_CLI_RENEWALL_H
#define NH_CLI_RENEWALL_H

#include "base/status.h"
#include <stdbool.h>

struct cli;
struct cli_est_options;

/* All of the profile that is entered, or only what is due. */
enum nh_status cli_renew_all(struct cli *cli, const struct cli_est_options *options, bool only_due,
                             struct nh_error *err);

/* The same for each profile of this user that has a journal, each in a process of its own: an
   NSS is of one profile. *done: there are several, and it was done; else nothing was. */
enum nh_status cli_renew_everywhere(struct cli *cli, bool *done, struct nh_error *err);

#endif
