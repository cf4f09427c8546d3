/* SPDX-License-Identifier: MPL-2.0 */
/* Files that people mistake for certificate files: say what they are and what to do. */
#ifndef NH_FORMATS_OTHERKIND_H
#define NH_FORMATS_OTHERKIND_H

#include <stddef.h>

/* For data of nh_plain_open with neither certificate nor key: sentences for the person, static, or
   NULL for unknown data. */
const char *nh_otherkind(const void *data, size_t length);

#endif
