/* SPDX-License-Identifier: MPL-2.0 */
/* All targets: one table for the command, the extension and the manual. */
#ifndef NH_EXPORT_TARGETS_H
#define NH_EXPORT_TARGETS_H

#include "base/status.h"
#include "export/target.h"

#include <stddef.h>

extern const struct nh_target nh_targets[]; /* ends with a NULL name */

/* Their names; NULL behind the last. */
const char *nh_target_choice(size_t i);
const char *nh_target_choice_about(size_t i);       /* what each is for */
const char *const *nh_target_choice_also(size_t i); /* what else each is called; NULL: nothing */

/* NH_USAGE, with the list, when there is no such target. */
enum nh_status nh_target_find(const char *name, const struct nh_target **out, struct nh_error *err);

#endif
