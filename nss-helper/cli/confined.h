/* SPDX-License-Identifier: MPL-2.0 */
/* What a verb may still do: PROTOCOL.md, "What the host and the command can do". */
#ifndef NH_CLI_CONFINED_H
#define NH_CLI_CONFINED_H

#include "browser/confined.h"

struct cli;

/* What a verb needs beside enum nh_need. */
enum cli_need {
    CLI_NEED_RECORDS = 1 << 8, /* to keep records, even if there are none yet */
    CLI_NEED_DELETE = 1 << 9,  /* to delete the files that its arguments name */
};

/*
 * Confine this process for good to the chosen profile, its records, the files that the options
 * name, `needs`, and the profile in the folder `also`, unless that is NULL. Call it after
 * cli_profile_enter and before anything is parsed that others wrote.
 */
void cli_confine(struct cli *cli, unsigned needs, const char *also);

#endif
