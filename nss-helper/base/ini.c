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

bool nh_ini_read(const char *path, nh_ini_entry *entry, void *context)
{
    struct nh_buf file = {.limit = 256 << 10};
    char *section = "", *next = NULL;
    if (nh_file_read(path, &file, NULL) || !nh_buf_add(&file, "", 1)) {
        nh_buf_reset(&file);
        return false;
    }
    for (char *line = strtok_r((char *)file.data, "\n", &next); line;
         line = strtok_r(NULL, "\n", &next)) {
        line = trim(line);
        char *equals = strchr(line, '=');
        if (*line == '[') {
            section = line + 1;
            section[strcspn(section, "]")] = '\0';
        } else if (equals && *line != ';' && *line != '#') {
            *equals = '\0';
            entry(context, section, trim(line), trim(equals + 1));
        }
    }
    nh_buf_reset(&file);
    return true;
}
