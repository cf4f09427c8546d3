/* SPDX-License-Identifier: MPL-2.0 */
/* How wide the columns of a table are, so that a row fits the terminal. */
#ifndef NH_CLI_TABLE_H
#define NH_CLI_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#define CLI_TABLE_GAP 2

struct cli_column {
    const char *head; /* a msgid */
    size_t least;     /* it may be cut to so many columns; 0: it is never cut */
    int leaves;       /* where there is no room: the highest first; 0: it stays */
};

/* Widen a column for what stands in it. */
void cli_table_widen(size_t *width, const char *text);

/* Cut the widths, which are those of the texts, until a row with its gaps fits; a column that has
   left is 0 wide. */
void cli_table_fit(const struct cli_column *columns, size_t count, size_t *widths, size_t room);

#endif
