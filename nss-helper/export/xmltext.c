/* SPDX-License-Identifier: MPL-2.0 */
#include "export/xmltext.h"

#include "export/wifi.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

bool nh_xmltext_add(struct nh_buf *out, const char *format, ...)
{
    char *text = NULL;
    va_list values;
    va_start(values, format);
    int length = vasprintf(&text, format, values);
    va_end(values);
    bool added = length >= 0 && nh_buf_add(out, text, (size_t)length);
    if (length >= 0)
        free(text);
    return added;
}

bool nh_xmltext_add_xml(struct nh_buf *out, const char *text)
{
    for (; *text; text++) {
        const char *written = *text == '&'   ? "&amp;"
                              : *text == '<' ? "&lt;"
                              : *text == '>' ? "&gt;"
                              : *text == '"' ? "&quot;"
                                             : NULL;
        if (!nh_buf_add(out, written ? written : text, written ? strlen(written) : 1))
            return false;
    }
    return true;
}

bool nh_xmltext_add_names(struct nh_buf *out, const struct nh_wifi *wifi)
{
    bool added = true;
    for (size_t i = 0; added && i < wifi->name_count; i++) {
        const char *name = wifi->names[i];
        added =
            nh_xmltext_add(out, "%s%s", i ? ";" : "", nh_wifi_is_pattern(name) ? name + 2 : name);
    }
    return added;
}

bool nh_xmltext_uuid(char uuid[NH_UUID_SIZE])
{
    unsigned char b[16];
    if (getrandom(b, sizeof b, 0) != sizeof b)
        return false;
    b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
    b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
    snprintf(uuid, NH_UUID_SIZE,
             "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1],
             b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14],
             b[15]);
    return true;
}
