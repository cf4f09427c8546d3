/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/table.h"

#include "cli/width.h"

void cli_table_widen(size_t *width, const char *text)
{
    size_t wanted = cli_text_width(text);
    if (wanted > *width)
        *width = wanted;
}

static size_t least_of(const struct cli_column *column, size_t width)
{
    return column->least && column->least < width ? column->least : width;
}

/* The width of a row, with full widths or with the least ones. */
static size_t sum_of(const struct cli_column *columns, size_t count, const size_t *widths,
                     bool least)
{
    size_t sum = 0;
    for (size_t i = 0; i < count; i++)
        if (widths[i] > 0)
            sum += (least ? least_of(&columns[i], widths[i]) : widths[i]) + CLI_TABLE_GAP;
    return sum > 0 ? sum - CLI_TABLE_GAP : 0;
}

/* The next column to leave out; `count` if there is none. */
static size_t next_to_leave(const struct cli_column *columns, size_t count, const size_t *widths)
{
    size_t found = count;
    for (size_t i = 0; i < count; i++)
        if (widths[i] > 0 && columns[i].leaves > (found < count ? columns[found].leaves : 0))
            found = i;
    return found;
}

/* The widest column that may be cut; `count` if there is none. */
static size_t widest(const struct cli_column *columns, size_t count, const size_t *widths)
{
    size_t found = count;
    for (size_t i = 0; i < count; i++)
        if (columns[i].least && widths[i] > columns[i].least &&
            (found == count || widths[i] > widths[found]))
            found = i;
    return found;
}

void cli_table_fit(const struct cli_column *columns, size_t count, size_t *widths, size_t room)
{
    size_t at = 0;
    while (sum_of(columns, count, widths, true) > room &&
           (at = next_to_leave(columns, count, widths)) < count)
        widths[at] = 0;
    while (sum_of(columns, count, widths, false) > room &&
           (at = widest(columns, count, widths)) < count)
        widths[at]--;
}
