/* SPDX-License-Identifier: MPL-2.0 */
/* Arguments for another run of the program, made from those of this run; vectors as in main. */
#ifndef NH_CLI_AGAIN_H
#define NH_CLI_AGAIN_H

struct cli_verb;

/* The same arguments with --profile. The caller frees the vector, but not its strings, which are
   those of argv and `folder`. NULL without memory. */
char **cli_again_with_profile(char *const *argv, const char *folder);

/* Remove these options of the verb and their values from argv. `names` are separated by spaces; the
   options must take a value and have no letter. */
void cli_again_leave_out(char **argv, const struct cli_verb *verb, const char *names);

#endif
