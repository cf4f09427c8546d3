/* SPDX-License-Identifier: MPL-2.0 */
/* Whether other users can replace a program. */
#ifndef NH_MACHINE_RIGHTS_H
#define NH_MACHINE_RIGHTS_H

#include "base/status.h"
#include <limits.h>
#include <stdbool.h>

/*
 * Find something that users other than root and the caller may change: the file or folder at this
 * absolute path, a folder above it, or a symbolic link on the way. Its path is written to `open`.
 * What can't be checked counts as changeable. False when there is none.
 */
bool nh_rights_find_open(const char *path, char open[PATH_MAX]);

/* The same for users other than root, including the caller. */
bool nh_rights_find_not_roots(const char *path, char open[PATH_MAX]);

/* Why this can't be a program, apart from its permissions: a static sentence, to be translated; or
   NULL. */
const char *nh_rights_find_wrong(const char *program);

/* Check that the caller can execute this program, and that nobody else can change it. NH_CONFIG. */
enum nh_status nh_rights_check(const char *program, struct nh_error *err);

#endif
