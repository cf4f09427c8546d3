/* SPDX-License-Identifier: MPL-2.0 */
#include "base/locked.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define PAGE ((size_t)4096) /* larger pages work, too */

static void *map_page(void)
{
    void *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        return NULL;
    if (mlock(page, PAGE) == 0 && madvise(page, PAGE, MADV_DONTDUMP) == 0 &&
        madvise(page, PAGE, MADV_WIPEONFORK) == 0)
        return page;
    munmap(page, PAGE);
    return NULL;
}

struct nh_locked *nh_locked_copy(const void *data, size_t length)
{
    struct nh_locked *locked = length <= PAGE ? calloc(1, sizeof *locked) : NULL;
    if (!locked)
        return NULL;
    locked->data = map_page();
    locked->length = length;
    if (!locked->data) {
        free(locked);
        return NULL;
    }
    memcpy(locked->data, data, length);
    return locked;
}

void nh_locked_free(struct nh_locked **locked)
{
    if (!*locked)
        return;
    explicit_bzero((*locked)->data, PAGE);
    munmap((*locked)->data, PAGE);
    free(*locked);
    *locked = NULL;
}
