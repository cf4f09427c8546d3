/* SPDX-License-Identifier: MPL-2.0 */
#include "text.h"
#include "buf.h"

#include <string.h>

/* Of a name in the DNS, with scheme and port. */
#define NH_ORIGIN_MOST 300

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

bool nh_text_flat_object(const void *text, size_t length)
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

bool nh_text_ascii(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text > 0x7F)
            return false;
    return true;
}

/* ":8443", with the port that the scheme has anyway left away, or nothing. */
static bool port_fits(const char *port, const char *usual)
{
    unsigned long number = 0;
    size_t digits;
    if (*port == '\0')
        return true;
    if (*port++ != ':' || *port == '0' || strcmp(port, usual) == 0)
        return false;
    digits = strspn(port, DIGITS);
    if (digits == 0 || digits > 5 || port[digits] != '\0')
        return false;
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + (unsigned long)(port[i] - '0');
    return number <= 65535;
}

/* The length of a host at the start of the text, or 0. */
static size_t host_length(const char *host)
{
    size_t length;
    if (*host == '[') {
        length = 1 + strspn(host + 1, "abcdef:." DIGITS);
        return length > 2 && host[length] == ']' ? length + 1 : 0;
    }
    length = strspn(host, LOWER DIGITS "-._");
    return length > 0 && host[0] != '.' && host[0] != '-' ? length : 0;
}

static bool is_this_machine(const char *host, size_t length)
{
    static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};
    static const char below[] = ".localhost";
    size_t tail = sizeof below - 1;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (length == strlen(names[i]) && memcmp(host, names[i], length) == 0)
            return true;
    return length > tail && memcmp(host + length - tail, below, tail) == 0;
}

bool nh_text_site(const char *text)
{
    bool secure = strncmp(text, "https://", 8) == 0;
    const char *host = text + (secure ? 8 : 7);
    size_t length;
    if (!secure && strncmp(text, "http://", 7) != 0)
        return false;
    length = host_length(host);
    return length > 0 && (secure || is_this_machine(host, length)) &&
           port_fits(host + length, secure ? "443" : "80");
}

bool nh_text_address(const char *text)
{
    const char *path = strstr(text, "://");
    char origin[NH_ORIGIN_MOST + 1];
    path = path ? path + 3 + strcspn(path + 3, "/") : text;
    size_t length = (size_t)(path - text);
    if (length == 0 || length >= sizeof origin)
        return false;
    memcpy(origin, text, length);
    origin[length] = '\0';
    for (; *path > ' ' && *path < 0x7f; path++)
        ;
    return *path == '\0' && nh_text_site(origin);
}

bool nh_text_yes_no(const char *text)
{
    return strcmp(text, "yes") == 0 || strcmp(text, "no") == 0;
}

bool nh_text_own_made(const char *text)
{
    return strcmp(text, "own") == 0 || strcmp(text, "made") == 0;
}

bool nh_text_fingerprint(const char *text)
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

bool nh_text_base64(const char *text, struct nh_buf *out)
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
