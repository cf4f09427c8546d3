/* SPDX-License-Identifier: MPL-2.0 */
/* What takes so long: one line on a terminal, from the second second on, with the time that has
   passed. It is gone when the work is done. */
#ifndef NH_CLI_PROGRESS_H
#define NH_CLI_PROGRESS_H

#include <stddef.h>

struct cli;

/*
 * "Creating the key", in the person's language; not with --quiet. Within another one it changes
 * nothing: the whole is told. Each has an end. A process that was forked has none of it.
 */
void cli_progress_begin(const struct cli *cli, const char *text);
void cli_progress_end(void);

/* So many pieces of the whole are done. */
void cli_progress_count(size_t done, size_t all);

/* While something else is shown, or asked, on the terminal. Nothing where there is no progress. */
void cli_progress_pause(void);
void cli_progress_resume(void);

#endif
