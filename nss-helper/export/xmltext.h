/* SPDX-License-Identifier: MPL-2.0 */
/* Texts of exports, put together. All return false without memory. */
#ifndef NH_EXPORT_XMLTEXT_H
#define NH_EXPORT_XMLTEXT_H

#include "base/buf.h"

struct nh_wifi;

bool nh_xmltext_add(struct nh_buf *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* With what XML wants otherwise (&, <, >, ") written so. */
bool nh_xmltext_add_xml(struct nh_buf *out, const char *text);

/* The names of the servers with ";" between them; of a pattern, "*.example.ac.jp", the end. That
   this itself fits then, too, gives nobody more: whoever has it has all names below it. */
bool nh_xmltext_add_names(struct nh_buf *out, const struct nh_wifi *wifi);

/* Random, of RFC 9562 version 4, in lower case. */
#define NH_UUID_SIZE 37
bool nh_xmltext_uuid(char uuid[NH_UUID_SIZE]);

#endif
