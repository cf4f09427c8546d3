/* SPDX-License-Identifier: MPL-2.0 */
#include "base/locked.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void *nh_locked_map(size_t *size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t whole = (*size + page - 1) / page * page;
    void *memory = mmap(NULL, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return NULL;
    mlock(memory, whole);
    madvise(memory, whole, MADV_DONTDUMP);
    *size = whole;
    return memory;
}

void nh_locked_unmap(void *memory, size_t size)
{
    if (!memory)
        return;
    explicit_bzero(memory, size);
    munmap(memory, size);
}
