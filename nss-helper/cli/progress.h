/* SPDX-License-Identifier: MPL-2.0 */
/* Progress of long work: a line on the terminal with the elapsed time, shown after one second and
   removed when the work is done. */
#ifndef NH_CLI_PROGRESS_H
#define NH_CLI_PROGRESS_H

#include <stddef.h>

struct cli;

/*
 * `text` is "Creating the key" or similar, in the person's language. Not shown with --quiet. Calls
 * may nest; the outermost is shown. Each needs a cli_progress_end. Forked children show nothing.
 */
void cli_progress_begin(const struct cli *cli, const char *text);
void cli_progress_end(void);

/* Set how many of all pieces are done. */
void cli_progress_count(size_t done, size_t all);

/* Hide the line while something else is shown or asked on the terminal. Does nothing without
   progress. */
void cli_progress_pause(void);
void cli_progress_resume(void);

#endif
