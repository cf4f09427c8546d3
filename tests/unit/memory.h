/* SPDX-License-Identifier: MPL-2.0 */
/* Takes the memory away at an allocation of the program or of a library. */
#ifndef TEST_MEMORY_H
#define TEST_MEMORY_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>

static long allocations, allocation_to_fail;
static bool all_fail; /* those after it, too */

/* AddressSanitizer has an allocator of its own. */
#ifdef __SANITIZE_ADDRESS__
#define CAN_TAKE_MEMORY false
#else
#define CAN_TAKE_MEMORY true

/* glibc's own, under the name that stays when another malloc takes its place. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static bool is_taken(void)
{
    if (!allocation_to_fail || ++allocations < allocation_to_fail ||
        (allocations > allocation_to_fail && !all_fail))
        return false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size)
{
    return is_taken() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return is_taken() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return is_taken() ? NULL : __libc_realloc(old, size);
}
#endif

/* From now on the n-th allocation fails, or all from that one on. */
static inline void take_memory(long n, bool onwards)
{
    all_fail = onwards;
    allocations = 0;
    allocation_to_fail = n;
}

/* Not any more. Has one failed? */
static inline bool give_memory_back(void)
{
    bool had = allocations >= allocation_to_fail;
    allocation_to_fail = 0;
    return had;
}

#endif
