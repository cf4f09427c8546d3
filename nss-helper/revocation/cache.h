/* SPDX-License-Identifier: MPL-2.0 */
/* Responses about revocation that are kept for a day, as they came: each is judged again. */
#ifndef NH_REVOCATION_CACHE_H
#define NH_REVOCATION_CACHE_H

#include <stdbool.h>
#include <time.h>

struct nh_buf;

#define NH_CACHE_NAME 72 /* a hash and a kind */

/* Their folder beside the profile's journal, allocated, made if missing; NULL: there is none,
   and nothing can be kept. */
char *nh_cache_folder(const char *profile_path);

/* One that is not too old (sections.h); *came says when it came. */
bool nh_cache_load(const char *folder, const char *name, struct nh_buf *out, time_t *came);

/* Keep one, and let go of those that are too old. Where that fails it is asked for again. */
void nh_cache_keep(const char *folder, const char *name, const struct nh_buf *response);

#endif
