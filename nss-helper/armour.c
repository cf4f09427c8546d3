/* SPDX-License-Identifier: MPL-2.0 */
#include "armour.h"

#include "buf.h"

#include <nssb64.h>
#include <secitem.h>
#include <string.h>

enum nh_armour_found nh_armour_next(const char **text, struct nh_armour *out)
{
    static const char begin[] = "-----BEGIN ";
    const char *at = strstr(*text, begin);
    if (!at)
        return NH_ARMOUR_NONE;
    const char *label = at + strlen(begin);
    const char *dashes = strstr(label, "-----");
    const char *end = dashes ? strstr(dashes + 5, "-----END ") : NULL;
    if (!end)
        return NH_ARMOUR_CUT;
    *out = (struct nh_armour){label, (size_t)(dashes - label), dashes + 5,
                              (size_t)(end - dashes - 5)};
    *text = end + 1;
    return NH_ARMOUR_BLOCK;
}

bool nh_armour_is(const struct nh_armour *block, const char *label)
{
    return strlen(label) == block->label_length &&
           strncmp(label, block->label, block->label_length) == 0;
}

bool nh_base64_decode(const char *text, size_t length, struct nh_buf *out)
{
    SECItem der = {siBuffer, NULL, 0};
    bool good = length > 0 && NSSBase64_DecodeBuffer(NULL, &der, text, (unsigned)length) &&
                der.len > 0 && nh_buf_add(out, der.data, der.len);
    SECITEM_FreeItem(&der, PR_FALSE);
    return good;
}
