/* SPDX-License-Identifier: MPL-2.0 */
#include "field.h"

#include "base/language.h"

#include <string.h>

#define DIGITS "0123456789"

static bool is_hex(unsigned char c)
{
    return c != '\0' && strchr(DIGITS "abcdefABCDEF", c) != NULL;
}

/* The length of an escape after its backslash; 0 if it is invalid. cJSON reads a \u without four
   hex digits as NUL. */
static size_t escape(const unsigned char *at, size_t left)
{
    if (left < 1 || at[0] != 'u')
        return left < 1 ? 0 : 1;
    if (left < 5)
        return 0;
    for (size_t i = 1; i < 5; i++)
        if (!is_hex(at[i]))
            return 0;
    return 5;
}

static bool is_nul(const unsigned char *at, size_t used)
{
    return used == 5 && memcmp(at, "u0000", 5) == 0;
}

/* Skip from after an opening quote to after the closing one. NULL, and *fault, on an error. */
static const unsigned char *skip_string(const unsigned char *at, const unsigned char *end,
                                        const char **fault)
{
    *fault = NULL;
    while (at < end && !*fault) {
        unsigned char c = *at++;
        if (c == '"')
            return at;
        if (c < 0x20)
            *fault = N_("The message has a control character in a string.");
        if (c == '\\') {
            size_t used = escape(at, (size_t)(end - at));
            if (used == 0)
                *fault = N_("The message has a broken escape in a string.");
            else if (is_nul(at, used))
                *fault = N_("The message has a NUL in a string.");
            at += used;
        }
    }
    if (!*fault)
        *fault = N_("The message has a string without an end.");
    return NULL;
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* Characters that must not occur outside of a string. */
static const char *fault_of(unsigned char c)
{
    if (c == '[' || c == ']')
        return N_("The message has a list in it.");
    if (c == '.' || c == 'e' || c == 'E')
        return N_("The message has something other than strings and integers in it.");
    return c == '\0' || strchr("{}:,-" DIGITS " \t\r\n", c) == NULL
               ? N_("The message has a character that does not belong there.")
               : NULL;
}

const char *nh_field_flat_object(const void *text, size_t length)
{
    const unsigned char *at = text, *end = at + length;
    const char *fault = NULL;
    unsigned char before = ' ';
    int objects = 0;
    while (at < end) {
        unsigned char c = *at++;
        if (c == '"')
            at = skip_string(at, end, &fault);
        else
            fault = fault_of(c);
        if (c == '"' ? !at : fault != NULL)
            return fault;
        if (c == '0' && !is_digit(before) && at < end && is_digit(*at))
            return N_("The message has a number with a leading zero.");
        objects += c == '{';
        before = c;
    }
    if (objects == 0)
        return N_("The message is not a JSON object.");
    return objects > 1 ? N_("The message has an object in it.") : NULL;
}

bool nh_field_ascii(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text > 0x7F)
            return false;
    return true;
}

bool nh_field_fingerprint(const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++)
        if (i % 3 == 2 ? text[i] != ':' : strchr(DIGITS "ABCDEF", text[i]) == NULL)
            return false;
    return length == 95;
}
