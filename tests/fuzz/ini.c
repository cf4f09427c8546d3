/* SPDX-License-Identifier: MPL-2.0 */
/* Files of a browser, and our own of the same form. The first byte says which one it is. */
#include "base/ini.h"

#include "base/files.h"
#include "browser/listed.h"
#include "browser/prefs.h"
#include "browser/product.h"
#include "machine/config.h"
#include "room.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char firefox[PATH_MAX + 32], config[PATH_MAX + 32];

static void make_folders(void)
{
    struct nh_error err = {0};
    fuzz_pause();
    snprintf(firefox, sizeof firefox, "%s/.mozilla/firefox", fuzz_home());
    snprintf(config, sizeof config, "%s/.config/nss-helper", fuzz_home());
    fuzz_expect(!nh_folder_make(firefox, &err) && !nh_folder_make(config, &err), err.message);
    fuzz_resume();
}

static void read_profiles(void)
{
    struct nh_profiles profiles = {0};
    struct nh_error err = {0};
    fuzz_check(nh_profiles_find(&profiles, &err), &err);
    for (size_t i = 0; i < profiles.count; i++)
        fuzz_expect(*profiles.items[i].path == '/', "a profile is a folder");
    nh_profiles_reset(&profiles);
}

static void read_application(void)
{
    nh_product_name(firefox, "default-esr", "Firefox");
}

static void read_prefs(void)
{
    const char *file = NULL;
    free(nh_prefs_get(firefox, "security.osclientcerts.autoload", &file));
    free(nh_prefs_get(firefox, "a", NULL));
}

static void read_config(void)
{
    free(nh_config_read("exec"));
}

static const struct {
    const char *folder, *name;
    void (*read)(void);
} files[] = {
    {firefox, "profiles.ini", read_profiles},
    {firefox, "installs.ini", read_profiles},
    {firefox, "application.ini", read_application},
    {firefox, "user.js", read_prefs},
    {firefox, "prefs.js", read_prefs},
    {config, "nss-helper.conf", read_config},
};

static bool take(void *context, const struct nh_ini_line *line)
{
    size_t *last = context;
    fuzz_expect(line->section && line->number > *last, "each line has its number");
    *last = line->number;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[2 * PATH_MAX];
    size_t last = 0;
    if (size < 1)
        return 0;
    if (!*firefox)
        make_folders();
    char *text = fuzz_text(data + 1, size - 1);
    nh_ini_parse(text, take, &last);
    free(text);
    size_t which = data[0] % (sizeof files / sizeof *files);
    fuzz_write(files[which].folder, files[which].name, data + 1, size - 1);
    files[which].read();
    snprintf(path, sizeof path, "%s/%s", files[which].folder, files[which].name);
    unlink(path);
    return 0;
}
