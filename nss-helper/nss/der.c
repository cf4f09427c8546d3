/* SPDX-License-Identifier: MPL-2.0 */
#include "nss/der.h"

#include <secasn1.h>
#include <secerr.h>
#include <secitem.h>
#include <string.h>

#define LONG_FORM 0x80 /* in a length; no ASCII character has this bit */

bool nh_der_begins(const void *data, size_t length)
{
    const unsigned char *bytes = data;
    return length > 1 && bytes[0] == (SEC_ASN1_SEQUENCE | SEC_ASN1_CONSTRUCTED) &&
           bytes[1] & LONG_FORM;
}

enum nh_status nh_der_length(const void *data, size_t length, size_t *out, struct nh_error *err)
{
    static const SEC_ASN1Template any_template[] = {{SEC_ASN1_ANY, 0, NULL, sizeof(SECItem)}};
    SECItem der = {siBuffer, (unsigned char *)data, (unsigned)length}, any = {0};
    PORT_SetError(0);
    PLArenaPool *arena = PORT_NewArena(SEC_ASN1_DEFAULT_ARENA_SIZE);
    bool good = arena && SEC_ASN1DecodeItem(arena, &any, any_template, &der) == SECSuccess;
    bool lacks = !good && PORT_GetError() == SEC_ERROR_NO_MEMORY;
    if (arena)
        PORT_FreeArena(arena, PR_FALSE);
    *out = good ? any.len : 0;
    return lacks ? nh_fail_memory(err) : NH_OK;
}

const void *nh_der_after_blanks(const void *data, size_t *length)
{
    const char *bytes = data;
    while (*length && *bytes && strchr(" \t\r\n", *bytes)) {
        bytes++;
        --*length;
    }
    return bytes;
}
