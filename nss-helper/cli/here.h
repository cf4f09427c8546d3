/* SPDX-License-Identifier: MPL-2.0 */
/* Commands in messages, with the profile of this run. */
#ifndef NH_CLI_HERE_H
#define NH_CLI_HERE_H

/* Set the --profile that was given, or NULL. The string must stay valid. */
void cli_here(const char *profile);

/*
 * A copy of the text in which each "nss-helper VERB" is followed by the --profile that was given,
 * if the verb takes one; otherwise the command might run on another profile. Allocated; NULL
 * without memory.
 */
char *cli_here_text(const char *text);

#endif
