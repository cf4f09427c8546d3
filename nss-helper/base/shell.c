/* SPDX-License-Identifier: MPL-2.0 */
#include "base/shell.h"

#include <stdlib.h>
#include <string.h>

char *nh_shell_quote(const char *text)
{
    static const char quote[] = "'\\''"; /* close the quotes, an escaped quote, open them again */
    char *quoted = malloc(strlen(quote) * strlen(text) + 3), *to = quoted;
    if (!quoted)
        return NULL;
    *to++ = '\'';
    for (; *text; text++) {
        if (*text == '\'')
            to = stpcpy(to, quote);
        else
            *to++ = *text;
    }
    strcpy(to, "'");
    return quoted;
}

char *nh_shell_word(const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "/._-+,:@%=";
    const char *c = text;
    while (*c && (strchr(plain, *c) || (unsigned char)*c >= 0x80))
        c++;
    return *c || c == text ? nh_shell_quote(text) : strdup(text);
}
