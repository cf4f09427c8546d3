/* SPDX-License-Identifier: MPL-2.0 */
#include "field.h"
#include "base/buf.h"

#include <string.h>

#define DIGITS "0123456789"
#define LOWER "abcdefghijklmnopqrstuvwxyz"

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

static int base64_value(char c)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" LOWER DIGITS "+/";
    const char *at = c == '\0' ? NULL : strchr(alphabet, c);
    return at ? (int)(at - alphabet) : -1;
}

/* Four characters -> the number of bytes, or 0. Bits that stand for nothing must be
   zero: each run of bytes has one spelling only. */
static size_t base64_group(const char *text, bool last, unsigned char out[3])
{
    size_t bytes = !last || text[3] != '=' ? 3 : text[2] != '=' ? 2 : 1;
    unsigned long bits = 0;
    for (size_t i = 0; i < 4; i++) {
        int value = i > bytes ? 0 : base64_value(text[i]);
        if (value < 0)
            return 0;
        bits = bits << 6 | (unsigned long)value;
    }
    out[0] = (unsigned char)(bits >> 16);
    out[1] = (unsigned char)(bits >> 8);
    out[2] = (unsigned char)bits;
    if ((bytes < 3 && out[2] != 0) || (bytes < 2 && out[1] != 0))
        return 0;
    return bytes;
}

bool nh_field_base64(const char *text, struct nh_buf *out)
{
    size_t length = strlen(text);
    unsigned char chunk[768];
    size_t used = 0;
    if (length % 4 != 0)
        return false;
    for (size_t i = 0; i < length; i += 4) {
        size_t bytes = base64_group(text + i, i + 4 == length, chunk + used);
        if (bytes == 0)
            return false;
        used += bytes;
        if (used > sizeof chunk - 3) {
            if (!nh_buf_add(out, chunk, used))
                return false;
            used = 0;
        }
    }
    return used == 0 || nh_buf_add(out, chunk, used);
}
