/* SPDX-License-Identifier: MPL-2.0 */
#include "browser/listed.h"

#include "cli/cli.h"
#include "cli/enter.h"
#include "cli/output.h"
#include "cli/verbs.h"
#include "doctor/survey.h"
#include "nss/runtime.h"

#include <cjson/cJSON.h>
#include <string.h>

static const char *packaging(const struct nh_profile *profile)
{
    static const char *const names[] = {NULL, "snap", "flatpak"};
    return names[profile->packaging];
}

static void add_number(cJSON *item, const char *name, long value, bool known)
{
    if (known)
        cJSON_AddNumberToObject(item, name, value);
    else
        cJSON_AddNullToObject(item, name);
}

static void add_json(cJSON *list, const struct nh_profile *profile)
{
    struct nh_survey survey = {0};
    cJSON *item = cJSON_CreateObject();
    nh_survey_take(profile->path, &survey);
    cJSON_AddItemToArray(list, item);
    cli_json_add(item, "name", profile->name);
    cli_json_add(item, "path", profile->path);
    cli_json_add(item, "product", profile->product);
    cli_json_add(item, "packaging", packaging(profile));
    cli_json_add(item, "browser", profile->browser);
    add_number(item, "pid", (long)profile->pid, profile->pid > 0);
    cJSON_AddBoolToObject(item, "default", profile->chosen);
    if (!survey.status || survey.has_password)
        cJSON_AddBoolToObject(item, "primaryPassword", survey.has_password);
    else
        cJSON_AddNullToObject(item, "primaryPassword");
    cli_json_add(item, "nssNeeded", survey.needs);
    add_number(item, "identities", survey.identities, survey.identities >= 0);
    cJSON_AddItemToObject(item, "error",
                          survey.status ? cli_json_error(&survey.err) : cJSON_CreateNull());
}

static void show_line(const struct nh_profile *profile)
{
    cli_tone(stdout, CLI_STRONG);
    cli_print(stdout, "%s", profile->name);
    cli_tone(stdout, CLI_PLAIN);
    if (profile->product)
        cli_print(stdout, "  %s", profile->product);
    if (packaging(profile))
        cli_print(stdout, " (%s)", packaging(profile));
    if (profile->chosen)
        cli_print(stdout, "  (default)");
    if (profile->pid > 0) {
        cli_tone(stdout, CLI_GOOD);
        cli_print(stdout, "  running, pid %ld", (long)profile->pid);
        cli_tone(stdout, CLI_PLAIN);
    }
    cli_print(stdout, "\n");
}

static void show_survey(const struct nh_survey *survey)
{
    if (survey->status) {
        cli_tone(stdout, CLI_WARN);
        cli_print(stdout, "    %s\n", survey->err.message);
        cli_tone(stdout, CLI_PLAIN);
        return;
    }
    if (survey->identities < 0)
        cli_print(stdout, "    an unknown number of identities");
    else
        cli_print(stdout, "    %ld %s", survey->identities,
                  survey->identities == 1 ? "identity" : "identities");
    cli_print(stdout, ", %s primary password", survey->has_password ? "with a" : "no");
    if (survey->needs)
        cli_print(stdout, ", needs NSS %s or later", survey->needs);
    cli_print(stdout, "\n");
}

static void show(const struct nh_profile *profile)
{
    struct nh_survey survey = {0};
    nh_survey_take(profile->path, &survey);
    show_line(profile);
    cli_print(stdout, "    %s\n", profile->path);
    if (profile->browser)
        cli_print(stdout, "    program in %s\n", profile->browser);
    show_survey(&survey);
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
    if (!status)
        status = nh_profiles_find(&profiles, err);
    if (!status && cli->json) {
        cJSON *list = cJSON_AddArrayToObject(cli_document(cli), "profiles");
        for (size_t i = 0; i < profiles.count; i++)
            add_json(list, &profiles.items[i]);
        cli_json_nss(cli);
    } else if (!status) {
        show_all(cli, &profiles);
    }
    nh_profiles_reset(&profiles);
    return status;
}

const struct cli_verb cli_profiles = {
    .name = "profiles",
    .summary = "which profiles there are, and which is running",
    .help = "Usage: nss-helper profiles [--json]\n\n"
            "Lists the profiles of this user's browsers and mail programs: Firefox in all its\n"
            "editions, LibreWolf, Thunderbird, and the database of Chromium; also those of\n"
            "snap and Flatpak. For each: name, product, folder, which is the default, which is\n"
            "running, how many identities it holds, whether it has a primary password, and\n"
            "the oldest NSS that can check it. At last the NSS in use: the browser's own\n"
            "where it is newer than the system's.\n",
    .examples = "  nss-helper profiles\n"
                "  nss-helper profiles --json\n",
    .run = run,
};
