/* SPDX-License-Identifier: MPL-2.0 */
#include "cli.h"
#include "output.h"
#include "runtime.h"
#include <cjson/cJSON.h>
#include <string.h>

static void add_json(cJSON *list, const struct nh_profile *profile)
{
    cJSON *item = cJSON_CreateObject();

    cJSON_AddItemToArray(list, item);
    cli_json_add(item, "name", profile->name);
    cli_json_add(item, "path", profile->path);
    cli_json_add(item, "browser", profile->browser);
    if (profile->pid > 0)
        cJSON_AddNumberToObject(item, "pid", profile->pid);
    else
        cJSON_AddNullToObject(item, "pid");
    cJSON_AddBoolToObject(item, "default", profile->chosen);
}

static void show(const struct nh_profile *profile)
{
    cli_tone(stdout, CLI_STRONG);
    cli_print(stdout, "%s", profile->name);
    cli_tone(stdout, CLI_PLAIN);
    if (profile->chosen)
        cli_print(stdout, "  (default)");
    if (profile->pid > 0) {
        cli_tone(stdout, CLI_GOOD);
        cli_print(stdout, "  running, pid %ld", (long)profile->pid);
        cli_tone(stdout, CLI_PLAIN);
    }
    cli_print(stdout, "\n    %s\n", profile->path);
    if (profile->browser != NULL)
        cli_print(stdout, "    browser in %s\n", profile->browser);
}

static void show_all(struct cli *cli, const struct nh_profiles *profiles)
{
    for (size_t i = 0; i < profiles->count; i++)
        show(&profiles->items[i]);
    if (profiles->count == 0)
        cli_note(cli, "No browser profile was found: start Firefox once.");
    if (!cli->quiet)
        cli_print(stdout, "NSS %s from %s\n", nh_runtime_nss_version(), nh_runtime_nss_folder());
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    struct nh_profiles profiles = {NULL, 0};
    enum nh_status status = cli_runtime_enter(cli, err);

    if (status == NH_OK)
        status = nh_profiles_find(&profiles, err);
    if (status == NH_OK && cli->json) {
        cJSON *list = cJSON_AddArrayToObject(cli_document(cli), "profiles");
        for (size_t i = 0; i < profiles.count; i++)
            add_json(list, &profiles.items[i]);
        cli_json_nss(cli);
    } else if (status == NH_OK) {
        show_all(cli, &profiles);
    }
    nh_profiles_reset(&profiles);
    return status;
}

const struct cli_verb cli_profiles = {
    .name = "profiles",
    .summary = "which browser profiles there are, and which is running",
    .help = "Usage: nss-helper profiles [--json]\n\n"
            "Lists the browser profiles of this user: name, folder, which one is running,\n"
            "which one is the default; and which NSS is used: the browser's own where it\n"
            "is newer than the system's.\n",
    .examples = "  nss-helper profiles\n"
                "  nss-helper profiles --json\n",
    .run = run,
};
