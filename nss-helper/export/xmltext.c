/* SPDX-License-Identifier: MPL-2.0 */
#include "export/xmltext.h"

#include "base/hex.h"
#include "export/wifi.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    char hex[NH_HEX_SIZE(sizeof b)];
    if (nh_random(b, sizeof b, NULL))
        return false;
    b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
    b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
    nh_hex(b, sizeof b, hex);
    snprintf(uuid, NH_UUID_SIZE, "%.8s-%.4s-%.4s-%.4s-%s", hex, hex + 8, hex + 12, hex + 16,
             hex + 20);
    return true;
}
