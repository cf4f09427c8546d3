/* SPDX-License-Identifier: MPL-2.0 */
/* Small ini files: those of browsers, and our own. */
#ifndef NH_BASE_INI_H
#define NH_BASE_INI_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

#define NH_INI_MOST ((size_t)256 << 10) /* bytes of a file */

/* Called for each "name=value" of a section. */
typedef void nh_ini_entry(void *context, const char *section, const char *name, const char *value);

/* Read a file that another program wrote; lines that are not entries are skipped. False when the
   file can't be read or is larger than NH_INI_MOST. */
bool nh_ini_read(const char *path, nh_ini_entry *entry, void *context);

/* A line that is neither empty nor a comment. */
struct nh_ini_line {
    size_t number;       /* from 1 */
    const char *section; /* the section it is in; "" before the first */
    const char *name;    /* NULL for a section header */
    const char *value;   /* for a header, the text after "]"; NULL if "=" or "]" is missing */
};

/* Called for each line; false ends the reading. */
typedef bool nh_ini_taker(void *context, const struct nh_ini_line *line);

/* Call `take` for each line, except empty lines and comments ("#" or ";" at the start of a line).
   The text is modified. */
void nh_ini_parse(char *text, nh_ini_taker *take, void *context);

#endif
