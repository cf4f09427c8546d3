/* SPDX-License-Identifier: MPL-2.0 */
/* Commands that a text tells a person to run: on the profile of this run. */
#ifndef NH_CLI_HERE_H
#define NH_CLI_HERE_H

/* The --profile that was given, or NULL: it has to stay. */
void cli_here(const char *profile);

/*
 * The text; behind each "nss-helper VERB" in it stands the --profile that was given, where the
 * verb takes one: without it the command would run on another profile. Allocated; NULL without
 * memory.
 */
char *cli_here_text(const char *text);

#endif
