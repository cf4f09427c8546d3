/* SPDX-License-Identifier: MPL-2.0 */
/* The memory of a library that secrets go through: as malloc's, and what is freed is zeroed. It
   comes from malloc. */
#ifndef NH_BASE_WIPED_H
#define NH_BASE_WIPED_H

#include <stddef.h>

void nh_wiped_free(void *memory);
void *nh_wiped_realloc(void *memory, size_t size);

#endif
