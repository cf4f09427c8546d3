/* SPDX-License-Identifier: MPL-2.0 */
#include "field.h"
#include "nss/base64.h"

#include <string.h>

#define DIGITS "0123456789"

static bool is_hex(unsigned char c)
{
    return c != '\0' && strchr(DIGITS "abcdefABCDEF", c) != NULL;
}

/* The characters of an escape after its backslash, or 0 for one to refuse. cJSON
   reads a \u without four hex digits as NUL. */
static size_t escape(const unsigned char *at, size_t left)
{
    if (left < 1 || at[0] != 'u')
        return left < 1 ? 0 : 1;
    if (left < 5 || memcmp(at, "u0000", 5) == 0)
        return 0;
    for (size_t i = 1; i < 5; i++)
        if (!is_hex(at[i]))
            return 0;
    return 5;
}

/* From behind an opening quote to behind the closing one; NULL to refuse. */
static const unsigned char *skip_string(const unsigned char *at, const unsigned char *end)
{
    while (at < end) {
        unsigned char c = *at++;
        if (c == '"')
            return at;
        if (c < 0x20)
            return NULL;
        if (c == '\\') {
            size_t used = escape(at, (size_t)(end - at));

            if (used == 0)
                return NULL;
            at += used;
        }
    }
    return NULL;
}

bool nh_field_flat_object(const void *text, size_t length)
{
    const unsigned char *at = text, *end = at + length;
    unsigned char before = ' ';
    int objects = 0;
    while (at < end) {
        unsigned char c = *at++;
        if (c == '"') {
            at = skip_string(at, end);
            if (!at)
                return false;
        } else if (c == '{') {
            objects++;
        } else if (c == '\0' || strchr("}:,-" DIGITS " \t\r\n", c) == NULL) {
            return false;
        }
        if (c == '0' && strchr(DIGITS, before) == NULL && at < end && *at >= '0' && *at <= '9')
            return false;
        before = c;
    }
    return objects == 1;
}

bool nh_field_ascii(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text > 0x7F)
            return false;
    return true;
}

bool nh_field_yes_no(const char *text)
{
    return strcmp(text, "yes") == 0 || strcmp(text, "no") == 0;
}

bool nh_field_own_made(const char *text)
{
    return strcmp(text, "own") == 0 || strcmp(text, "made") == 0;
}

bool nh_field_fingerprint(const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++)
        if (i % 3 == 2 ? text[i] != ':' : strchr(DIGITS "ABCDEF", text[i]) == NULL)
            return false;
    return length == 95;
}

bool nh_field_base64(const char *text, struct nh_buf *out)
{
    return nh_base64_decode_strictly(text, out);
}
