/* SPDX-License-Identifier: MPL-2.0 */
/* Texts of exports, put together. All return false without memory. */
#ifndef NH_EXPORTS_TEXT_H
#define NH_EXPORTS_TEXT_H

#include "buf.h"

bool nh_text_add(struct nh_buf *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* With what XML wants otherwise (&, <, >, ") written so. */
bool nh_text_add_xml(struct nh_buf *out, const char *text);

/* Random, of RFC 9562 version 4, in lower case. */
#define NH_UUID_SIZE 37
bool nh_text_uuid(char uuid[NH_UUID_SIZE]);

#endif
