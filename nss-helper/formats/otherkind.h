/* SPDX-License-Identifier: MPL-2.0 */
/* What people take for a certificate file and is none: named for what it is, with what to do. */
#ifndef NH_FORMATS_OTHERKIND_H
#define NH_FORMATS_OTHERKIND_H

#include <stddef.h>

/* Of bytes without a certificate and without a key, seen through nh_plain_open: sentences for the
   person, or NULL when nobody knows. */
const char *nh_otherkind(const void *data, size_t length);

#endif
