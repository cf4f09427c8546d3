/* SPDX-License-Identifier: MPL-2.0 */
#include "browser/prefs.h"

#include "base/buf.h"
#include "base/files.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Skip a comment of several lines, which may have begun before `line`. Returns the rest of the
   line, or NULL if all of it is comment. */
static char *skip_comment(char *line, bool *inside)
{
    for (;;) {
        if (*inside) {
            line = strstr(line, "*/");
            if (!line)
                return NULL;
            line += 2;
            *inside = false;
        }
        line += strspn(line, " \t\r");
        if (strncmp(line, "/*", 2) != 0)
            return line;
        *inside = true;
        line += 2;
    }
}

/* Skip `word` and the spaces after it. */
static bool take(char **at, const char *word)
{
    size_t length = strlen(word);
    if (strncmp(*at, word, length) != 0)
        return false;
    *at += length;
    *at += strspn(*at, " \t");
    return true;
}

/* The length of a string with its quotes, or of a number or word. */
static size_t value_length(const char *text)
{
    if (*text != '"')
        return strcspn(text, " \t\r)");
    size_t length = 1;
    while (text[length] && text[length] != '"')
        length += text[length] == '\\' && text[length + 1] ? 2 : 1;
    return text[length] ? length + 1 : 0;
}

/* The value in `user_pref("name", value);`, cut out of the line, or NULL. */
static char *value_of(char *line, const char *name)
{
    size_t length = strlen(name);
    if (!take(&line, "user_pref") || !take(&line, "(") || *line != '"' ||
        strncmp(line + 1, name, length) != 0 || line[length + 1] != '"')
        return NULL;
    line += length + 2;
    line += strspn(line, " \t");
    if (!take(&line, ","))
        return NULL;
    char *end = line + value_length(line);
    if (end == line || end[strspn(end, " \t")] != ')')
        return NULL;
    *end = '\0';
    return line;
}

/* The last line that sets it counts. */
static char *find(char *text, const char *name)
{
    char *found = NULL, *next = NULL;
    bool inside = false;
    for (char *line = strtok_r(text, "\n", &next); line; line = strtok_r(NULL, "\n", &next)) {
        line = skip_comment(line, &inside);
        char *value = line ? value_of(line, name) : NULL;
        if (value)
            found = value;
    }
    return found;
}

static char *read_file(const char *profile, const char *file, const char *name)
{
    struct nh_buf text = {0};
    char *path = nh_path_join(profile, file), *value = NULL;
    if (path && !nh_file_read(path, &text, NULL) && nh_buf_terminate(&text))
        value = find((char *)text.data, name);
    value = value ? strdup(value) : NULL;
    nh_buf_reset(&text);
    free(path);
    return value;
}

char *nh_prefs_get(const char *profile, const char *name, const char **file)
{
    static const char *const files[] = {"user.js", "prefs.js"};
    char *value = NULL;
    for (size_t i = 0; i < 2 && !value; i++) {
        value = read_file(profile, files[i], name);
        if (value && file)
            *file = files[i];
    }
    return value;
}
