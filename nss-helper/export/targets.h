/* SPDX-License-Identifier: MPL-2.0 */
/* The table of all targets, for the command, the extension and the manual. */
#ifndef NH_EXPORT_TARGETS_H
#define NH_EXPORT_TARGETS_H

#include "base/status.h"
#include "export/target.h"

#include <stddef.h>

extern const struct nh_target nh_targets[]; /* ends with a NULL name */

/* The i-th name; NULL after the last. */
const char *nh_target_choice(size_t i);
const char *nh_target_choice_about(size_t i);       /* its description */
const char *const *nh_target_choice_also(size_t i); /* its other names; or NULL */

/* Find a target by its name. NH_USAGE, with a list of all, when there is none. */
enum nh_status nh_target_find(const char *name, const struct nh_target **out, struct nh_error *err);

#endif
