/* SPDX-License-Identifier: MPL-2.0 */
#include "nss/base64.h"

#include "base/buf.h"

#include <base64.h>
#include <nssb64.h>
#include <secitem.h>
#include <string.h>

/* NSS ends its lines with CRLF: each gets this end instead. */
bool nh_base64_add(const void *data, size_t length, const char *end, struct nh_buf *out)
{
    char *text = BTOA_DataToAscii(data, (unsigned)length);
    bool added = text != NULL;
    for (const char *p = text; added && p && *p;) {
        size_t line = strcspn(p, "\r\n");
        added = nh_buf_add(out, p, line) && nh_buf_add(out, end, strlen(end));
        p += line + strspn(p + line, "\r\n");
    }
    PORT_Free(text);
    return added;
}

bool nh_base64_decode(const char *text, size_t length, struct nh_buf *out)
{
    SECItem der = {siBuffer, NULL, 0};
    bool good = length > 0 && NSSBase64_DecodeBuffer(NULL, &der, text, (unsigned)length) &&
                der.len > 0 && nh_buf_add(out, der.data, der.len);
    SECITEM_FreeItem(&der, PR_FALSE);
    return good;
}

bool nh_base64_decode_strictly(const char *text, struct nh_buf *out)
{
    struct nh_buf bytes = {0}, again = {0};
    size_t length = strlen(text);
    bool good = length == 0 || (nh_base64_decode(text, length, &bytes) &&
                                nh_base64_add(bytes.data, bytes.length, "", &again) &&
                                again.length == length && memcmp(again.data, text, length) == 0 &&
                                nh_buf_add(out, bytes.data, bytes.length));
    nh_buf_reset(&bytes);
    nh_buf_reset(&again);
    return good;
}
