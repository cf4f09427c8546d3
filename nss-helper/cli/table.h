/* SPDX-License-Identifier: MPL-2.0 */
/* Compute the widths of a table's columns so that a row fits the terminal. */
#ifndef NH_CLI_TABLE_H
#define NH_CLI_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#define CLI_TABLE_GAP 2

struct cli_column {
    const char *head; /* a msgid */
    size_t least;     /* it may be cut to this width; 0: never cut */
    int leaves;       /* order of leaving out when space is short, highest first; 0: never */
};

/* Widen a column to fit a text. */
void cli_table_widen(size_t *width, const char *text);

/* Reduce the widths until a row with its gaps fits into `room` columns. A column that is left out
   gets the width 0. */
void cli_table_fit(const struct cli_column *columns, size_t count, size_t *widths, size_t room);

#endif
