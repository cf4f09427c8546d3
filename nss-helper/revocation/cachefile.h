/* SPDX-License-Identifier: MPL-2.0 */
/* A response that may be long, on its way to those that are kept (cache.h): a file without a name,
   so that nothing is left of it whatever happens. */
#ifndef NH_REVOCATION_CACHEFILE_H
#define NH_REVOCATION_CACHEFILE_H

#include "base/status.h"

struct nh_cachefile {
    int fd;          /* to write to, and to read what was written */
    char *temporary; /* the name before that under which it is kept; NULL: it can't be kept */
};

/* A new one, empty, in the folder; where that is NULL, among the system's temporary files. The
   errors of nh_fail_errno. */
enum nh_status nh_cachefile_begin(const char *folder, struct nh_cachefile *out,
                                  struct nh_error *err);

/* Keep it under this name in the same folder, if there is room, and let it go. */
void nh_cachefile_keep(struct nh_cachefile *file, const char *folder, const char *name);

/* Let it go: nothing is left. */
void nh_cachefile_drop(struct nh_cachefile *file);

#endif
