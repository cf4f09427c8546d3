/* SPDX-License-Identifier: MPL-2.0 */
/* Write the texts of profiles. All functions return false without memory. */
#ifndef NH_EXPORT_XMLTEXT_H
#define NH_EXPORT_XMLTEXT_H

#include "base/buf.h"

struct nh_wifi;

/* Append as printf does. */
bool nh_xmltext_add(struct nh_buf *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Append a text, escaped for XML (&, <, >, "). */
bool nh_xmltext_add_xml(struct nh_buf *out, const char *text);

/* Append the server names with ";" between them; of a pattern, "*.example.ac.jp", only
   "example.ac.jp". That this name itself then fits, too, is harmless: its owner controls all names
   below it. */
bool nh_xmltext_add_names(struct nh_buf *out, const struct nh_wifi *wifi);

/* Make a random UUID (RFC 9562, version 4) in lower case. */
#define NH_UUID_SIZE 37
bool nh_xmltext_uuid(char uuid[NH_UUID_SIZE]);

#endif
