/* SPDX-License-Identifier: MPL-2.0 */
/* A temporary file for a large response on its way into the cache (cache.h). It has no name, so
   that nothing is left after a crash. */
#ifndef NH_REVOCATION_CACHEFILE_H
#define NH_REVOCATION_CACHEFILE_H

#include "base/status.h"

struct nh_cachefile {
    int fd;          /* for writing and reading */
    char *temporary; /* path used before its final name; NULL: it can't be cached */
};

/* Create an empty file in the folder, or, if that is NULL, among the system's temporary files.
   NH_CANT_CREATE, NH_NO_SPACE, NH_PERMISSION. */
enum nh_status nh_cachefile_begin(const char *folder, struct nh_cachefile *out,
                                  struct nh_error *err);

/* Store it under this name in the same folder, if there is room, and close it. */
void nh_cachefile_keep(struct nh_cachefile *file, const char *folder, const char *name);

/* Close and remove it. */
void nh_cachefile_drop(struct nh_cachefile *file);

#endif
