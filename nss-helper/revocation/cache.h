/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A cache of OCSP responses and CRLs, kept for a day as received and verified again at each use.
 * All of a profile take at most NH_CACHE_MOST bytes; then the oldest are removed.
 */
#ifndef NH_REVOCATION_CACHE_H
#define NH_REVOCATION_CACHE_H

#include <stdbool.h>
#include <sys/types.h>
#include <time.h>

struct nh_buf;

#define NH_CACHE_NAME 72 /* a hash and a kind */
#define NH_CACHE_MOST ((off_t)128 << 20)

/* The cache's folder in the profile's journal, allocated. It is created if missing, and old and
   temporary files in it are removed. NULL when it can't be used; then nothing is cached. */
char *nh_cache_folder(const char *profile_path);

/* Read a response that is not too old (sections.h); *came is when it was received. */
bool nh_cache_load(const char *folder, const char *name, struct nh_buf *out, time_t *came);

/* The same for a large one: returns a descriptor, which the caller closes, or -1. */
int nh_cache_open(const char *folder, const char *name, time_t *came);

/* Store a response. After a failure it is fetched again next time. */
void nh_cache_keep(const char *folder, const char *name, const struct nh_buf *response);

/* Make room for a response of this size in bytes. False when it is larger than NH_CACHE_MOST, or
   than a tenth of the free space on the disk. */
bool nh_cache_make_room(const char *folder, off_t size);

#endif
