/* SPDX-License-Identifier: MPL-2.0 */
/* Renew the certificates of all profiles. */
#ifndef NH_CLI_RENEWPLACES_H
#define NH_CLI_RENEWPLACES_H

#include "base/status.h"
#include <stdbool.h>

struct cli;

/* If several profiles of this user have a journal, renew their certificates, each profile in its
   own process, as profiles may need different NSS. A secret from a descriptor is read once and
   passed to all. *done is false, and nothing was done, with one profile or none. NH_USAGE for
   options that apply to one profile only. */
enum nh_status cli_renew_everywhere(struct cli *cli, bool *done, struct nh_error *err);

#endif
