/* SPDX-License-Identifier: MPL-2.0 */
#include "prefs.h"

#include "buf.h"
#include "files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The value of a line `user_pref("name", true);`, as Firefox writes it. */
static bool read_line(const char *line, const char *name, bool *value)
{
    char start[128];
    int length = snprintf(start, sizeof start, "user_pref(\"%s\",", name);
    line += strspn(line, " \t");
    if (strncmp(line, start, (size_t)length) != 0)
        return false;
    line += length;
    line += strspn(line, " \t");
    *value = strncmp(line, "true", 4) == 0;
    return *value || strncmp(line, "false", 5) == 0;
}

static bool read_file(const char *profile, const char *file, const char *name, bool *value)
{
    struct nh_buf text = {0};
    char *path = nh_path_join(profile, file), *rest = NULL;
    bool found = false;
    if (path && !nh_file_read(path, &text, NULL) && nh_buf_add(&text, "", 1)) {
        /* The last line of a setting counts. */
        for (char *line = strtok_r((char *)text.data, "\r\n", &rest); line;
             line = strtok_r(NULL, "\r\n", &rest))
            found |= read_line(line, name, value);
    }
    nh_buf_reset(&text);
    free(path);
    return found;
}

bool nh_prefs_boolean(const char *profile, const char *name, bool usual, const char **file)
{
    static const char *const files[] = {"user.js", "prefs.js"};
    bool value = usual;
    *file = NULL;
    for (size_t i = 0; i < 2 && !*file; i++) {
        if (read_file(profile, files[i], name, &value))
            *file = files[i];
    }
    return value;
}
