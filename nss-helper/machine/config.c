/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/config.h"

#include "base/home.h"
#include "base/ini.h"

#include <stdlib.h>
#include <string.h>

struct wanted {
    const char *name;
    char *value;
};

static void read_entry(void *context, const char *section, const char *name, const char *value)
{
    struct wanted *wanted = context;
    (void)section;
    if (strcmp(name, wanted->name) == 0 && !wanted->value)
        wanted->value = strdup(value);
}

char *nh_config_path(void)
{
    return nh_xdg_path(NH_XDG_CONFIG, "nss-helper/nss-helper.conf");
}

char *nh_config_read(const char *name)
{
    struct wanted wanted = {.name = name};
    char *path = nh_config_path();
    if (path)
        nh_ini_read(path, read_entry, &wanted);
    free(path);
    return wanted.value;
}
