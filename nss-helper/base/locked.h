/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Memory for secrets: in no core file, and not swapped to a disk, as far as the system lets its
 * user lock memory (RLIMIT_MEMLOCK, 64 KiB where it is least). What is more is not locked, and
 * works all the same. Use it by `secret` of a buffer (buf.h).
 */
#ifndef NH_BASE_LOCKED_H
#define NH_BASE_LOCKED_H

#include <stddef.h>

/* Whole pages with room for `size` bytes; *size becomes theirs. NULL without memory. */
void *nh_locked_map(size_t *size);

/* Zero them and give them back. `size`: of the pages. NULL is allowed. */
void nh_locked_unmap(void *memory, size_t size);

#endif
