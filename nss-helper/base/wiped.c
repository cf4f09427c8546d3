/* SPDX-License-Identifier: MPL-2.0 */
#include "base/wiped.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

void nh_wiped_free(void *memory)
{
    if (memory)
        explicit_bzero(memory, malloc_usable_size(memory));
    free(memory);
}

/* Not realloc: it could leave an unzeroed copy behind. */
void *nh_wiped_realloc(void *memory, size_t size)
{
    void *other = malloc(size);
    size_t had = malloc_usable_size(memory);
    if (other && memory)
        memcpy(other, memory, had < size ? had : size);
    if (other)
        nh_wiped_free(memory);
    return other;
}
