/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Responses about revocation that are kept for a day, as they came: each is judged again. All of a
 * profile together take at most NH_CACHE_MOST bytes: then the oldest go.
 */
#ifndef NH_REVOCATION_CACHE_H
#define NH_REVOCATION_CACHE_H

#include <stdbool.h>
#include <sys/types.h>
#include <time.h>

struct nh_buf;

#define NH_CACHE_NAME 72 /* a hash and a kind */
#define NH_CACHE_MOST ((off_t)128 << 20)

/* Their folder beside the profile's journal, allocated, made if missing, and what is too old or
   unfinished in it removed; NULL: there is none, and nothing can be kept. */
char *nh_cache_folder(const char *profile_path);

/* One that is not too old (sections.h); *came says when it came. */
bool nh_cache_load(const char *folder, const char *name, struct nh_buf *out, time_t *came);

/* The same of one that may be long: an open descriptor, or -1. */
int nh_cache_open(const char *folder, const char *name, time_t *came);

/* Keep one. Where that fails it is asked for again. */
void nh_cache_keep(const char *folder, const char *name, const struct nh_buf *response);

/* Make room for one of so many bytes. False: it would be too large for NH_CACHE_MOST, or for the
   disk, a tenth of whose free space one may take. */
bool nh_cache_make_room(const char *folder, off_t size);

#endif
