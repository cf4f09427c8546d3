/* SPDX-License-Identifier: MPL-2.0 */
/* Who can put another program in the place of one. */
#ifndef NH_RIGHTS_H
#define NH_RIGHTS_H

#include "status.h"

/*
 * Can the program at this path, absolute and without links, be executed, and changed by
 * nobody but root and the caller, nor any folder above it? NH_CONFIG, with what to do.
 */
enum nh_status nh_rights_check(const char *program, struct nh_error *err);

#endif
