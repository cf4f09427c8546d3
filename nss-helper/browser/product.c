/* SPDX-License-Identifier: MPL-2.0 */
#include "browser/product.h"

#include "base/files.h"
#include "base/ini.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The values of [App] RemotingName, and the ends of the names of their default profiles. */
static const struct {
    const char *remoting, *profile, *product;
} editions[] = {
    {"firefox-esr", "default-esr", "Firefox ESR"},
    {"firefox-dev", "dev-edition-default", "Firefox Developer Edition"},
    {"firefox-nightly", "default-nightly", "Firefox Nightly"},
};

static const char *const others[] = {"Firefox", "LibreWolf", "Thunderbird"};

#define COUNT(list) (sizeof(list) / sizeof *(list))

struct application {
    char name[64], remoting[64];
};

static void read_application(void *context, const char *section, const char *name,
                             const char *value)
{
    struct application *it = context;
    if (strcmp(section, "App") != 0)
        return;
    if (strcmp(name, "Name") == 0)
        snprintf(it->name, sizeof it->name, "%s", value);
    else if (strcmp(name, "RemotingName") == 0)
        snprintf(it->remoting, sizeof it->remoting, "%s", value);
}

static const char *of_application(const char *folder)
{
    struct application it = {"", ""};
    char *path = folder ? nh_path_join(folder, "application.ini") : NULL;
    if (path)
        nh_ini_read(path, read_application, &it);
    free(path);
    for (size_t i = 0; i < COUNT(editions); i++) {
        if (strcasecmp(it.remoting, editions[i].remoting) == 0)
            return editions[i].product;
    }
    for (size_t i = 0; i < COUNT(others); i++) {
        if (strcasecmp(it.name, others[i]) == 0)
            return others[i];
    }
    return NULL;
}

const char *nh_product_name(const char *folder, const char *profile, const char *usual)
{
    const char *product = of_application(folder);
    if (product || !usual || strcmp(usual, "Firefox") != 0)
        return product ? product : usual;
    for (size_t i = 0; i < COUNT(editions); i++) {
        if (strcmp(profile, editions[i].profile) == 0)
            return editions[i].product;
    }
    return usual;
}
