/* SPDX-License-Identifier: MPL-2.0 */
#include "nss/base64.h"

#include "base/buf.h"

#include <base64.h>
#include <nssb64.h>
#include <secerr.h>
#include <secitem.h>
#include <string.h>

/* NSS ends lines with CRLF, which is replaced. */
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

static enum nh_status fail_damaged(struct nh_error *err)
{
    return nh_fail(err, NH_BAD_DATA, NULL, "The base64 is damaged or cut off.");
}

enum nh_status nh_base64_decode(const char *text, size_t length, struct nh_buf *out,
                                struct nh_error *err)
{
    SECItem der = {siBuffer, NULL, 0};
    if (length == 0)
        return fail_damaged(err);
    PORT_SetError(0);
    bool good = NSSBase64_DecodeBuffer(NULL, &der, text, (unsigned)length) != NULL;
    enum nh_status status;
    if (good && der.len > 0)
        status = nh_buf_append(out, der.data, der.len, err);
    else
        status = PORT_GetError() == SEC_ERROR_NO_MEMORY ? nh_fail_memory(err) : fail_damaged(err);
    SECITEM_FreeItem(&der, PR_FALSE);
    return status;
}

enum nh_status nh_base64_decode_strictly(const char *text, struct nh_buf *out, struct nh_error *err)
{
    struct nh_buf bytes = {0}, again = {0};
    size_t length = strlen(text);
    if (length == 0)
        return NH_OK;
    enum nh_status status = nh_base64_decode(text, length, &bytes, err);
    if (!status && !nh_base64_add(bytes.data, bytes.length, "", &again))
        status = nh_fail_memory(err);
    if (!status && (again.length != length || memcmp(again.data, text, length) != 0))
        status = fail_damaged(err);
    if (!status)
        status = nh_buf_append(out, bytes.data, bytes.length, err);
    nh_buf_reset(&bytes);
    nh_buf_reset(&again);
    return status;
}
