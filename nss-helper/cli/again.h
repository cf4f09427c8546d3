/* SPDX-License-Identifier: MPL-2.0 */
/* The words of this run, for another one of the program: vectors as main has them. */
#ifndef NH_CLI_AGAIN_H
#define NH_CLI_AGAIN_H

struct cli_verb;

/* The same words with --profile; to be freed, the words are those of argv. NULL without memory. */
char **cli_again_with_profile(char *const *argv, const char *folder);

/* Take these options of the verb and their values out of the words: names of such as take a value
   and have no letter, with blanks between them. */
void cli_again_leave_out(char **argv, const struct cli_verb *verb, const char *names);

#endif
