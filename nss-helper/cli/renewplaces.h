/* SPDX-License-Identifier: MPL-2.0 */
/* All certificates that `renew` has to do with, of all profiles. */
#ifndef NH_CLI_RENEWPLACES_H
#define NH_CLI_RENEWPLACES_H

#include "base/status.h"
#include <stdbool.h>

struct cli;

/* Those of each profile of this user that has a journal, each in a process of its own: an NSS is of
   one profile. A secret from a descriptor is read once, for all of them. *done: there are several,
   and it was done; else nothing was. NH_USAGE for an option that is for one profile. */
enum nh_status cli_renew_everywhere(struct cli *cli, bool *done, struct nh_error *err);

#endif
