/* SPDX-License-Identifier: MPL-2.0 */
#include "base/ini.h"

#include "base/buf.h"
#include "base/files.h"

#include <string.h>

static char *trim(char *text)
{
    text += strspn(text, " \t\r");
    size_t length = strlen(text);
    while (length && strchr(" \t\r", text[length - 1]))
        text[--length] = '\0';
    return text;
}

/* End the text at this character. Returns the text after it, or NULL without one. */
static char *cut(char *text, char at)
{
    char *end = strchr(text, at);
    if (!end)
        return NULL;
    *end = '\0';
    return end + 1;
}

void nh_ini_parse(char *text, nh_ini_taker *take, void *context)
{
    struct nh_ini_line line = {.section = ""};
    bool more = true;
    for (char *next = text; next && more;) {
        char *this = trim(strsep(&next, "\n"));
        bool head = *this == '[';
        line.number++;
        if (*this == '\0' || *this == ';' || *this == '#')
            continue;
        line.value = head ? cut(++this, ']') : cut(this, '=');
        if (head)
            line.section = this;
        if (line.value)
            line.value = trim((char *)line.value);
        line.name = head ? NULL : trim(this);
        more = take(context, &line);
    }
}

struct lax {
    nh_ini_entry *entry;
    void *context;
};

static bool take_entry(void *context, const struct nh_ini_line *line)
{
    const struct lax *lax = context;
    if (line->name && line->value)
        lax->entry(lax->context, line->section, line->name, line->value);
    return true;
}

bool nh_ini_read(const char *path, nh_ini_entry *entry, void *context)
{
    struct nh_buf file = {.limit = NH_INI_MOST};
    struct lax lax = {entry, context};
    bool read = !nh_file_read(path, &file, NULL) && nh_buf_terminate(&file);
    if (read)
        nh_ini_parse((char *)file.data, take_entry, &lax);
    nh_buf_reset(&file);
    return read;
}
