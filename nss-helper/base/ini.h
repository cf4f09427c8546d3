/* SPDX-License-Identifier: MPL-2.0 */
/* Small ini files: those that browsers keep, and our own. */
#ifndef NH_BASE_INI_H
#define NH_BASE_INI_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

/* Called for each "name=value" of a section. */
typedef void nh_ini_entry(void *context, const char *section, const char *name, const char *value);

/* As others write it: what is no entry is passed over. False when the file can't be read or is
   larger than 256 KiB. */
bool nh_ini_read(const char *path, nh_ini_entry *entry, void *context);

/* A line that says something. */
struct nh_ini_line {
    size_t number;       /* from 1 */
    const char *section; /* that it is in; "" above the first */
    const char *name;    /* NULL for the head of a section */
    const char *value; /* of a head what stands behind its "]"; NULL where "=" or "]" is missing */
};

/* Whoever takes a line says whether the next one is read. */
typedef bool nh_ini_taker(void *context, const struct nh_ini_line *line);

/* Line by line, without empty ones and remarks ("#" or ";" at the start of a line). The text is
   changed. */
void nh_ini_parse(char *text, nh_ini_taker *take, void *context);

#endif
