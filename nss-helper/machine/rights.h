/* SPDX-License-Identifier: MPL-2.0 */
/* Who can put another program in the place of one. */
#ifndef NH_MACHINE_RIGHTS_H
#define NH_MACHINE_RIGHTS_H

#include "base/status.h"
#include <limits.h>
#include <stdbool.h>

/*
 * What somebody else than root and the caller may change: the file or folder at this
 * absolute path, one of the folders above it, or a link on the way. It is written to `open`;
 * false when there is none. What can't be looked at counts, too.
 */
bool nh_rights_find_open(const char *path, char open[PATH_MAX]);

/* The same of what somebody else than root may change, also if that is the caller. */
bool nh_rights_find_not_roots(const char *path, char open[PATH_MAX]);

/* Why this can be no program, whatever its rights: a sentence to be translated. NULL when it can.
 */
const char *nh_rights_find_wrong(const char *program);

/* Is it a program that the caller can execute, and nobody else can change? NH_CONFIG, with
   what to do. */
enum nh_status nh_rights_check(const char *program, struct nh_error *err);

#endif
