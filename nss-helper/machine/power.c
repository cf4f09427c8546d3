/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/power.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

/* Whether the file `name` of a supply contains this word. */
static bool says(const char *folder, const char *supply, const char *name, const char *word)
{
    char path[PATH_MAX], line[32] = "";
    if (snprintf(path, sizeof path, "%s/%s/%s", folder, supply, name) >= (int)sizeof path)
        return false;
    FILE *file = fopen(path, "re");
    if (!file)
        return false;
    bool read = fgets(line, sizeof line, file) != NULL;
    fclose(file);
    line[strcspn(line, "\n")] = '\0';
    return read && strcmp(line, word) == 0;
}

bool nh_power_on_battery(const char *folder)
{
    bool mains = false, discharging = false;
    DIR *dir = opendir(folder);
    if (!dir)
        return false;
    for (struct dirent *entry; (entry = readdir(dir));) {
        const char *supply = entry->d_name;
        /* The battery of a mouse has the scope "Device". */
        if (says(folder, supply, "type", "Battery") && !says(folder, supply, "scope", "Device"))
            discharging |= says(folder, supply, "status", "Discharging");
        else
            mains |= says(folder, supply, "online", "1");
    }
    closedir(dir);
    return discharging && !mains;
}
