/* SPDX-License-Identifier: MPL-2.0 */
#include "browser/listed.h"

#include "base/language.h"
#include "cli/cli.h"
#include "cli/enter.h"
#include "cli/output.h"
#include "cli/verbs.h"
#include "cli/wrap.h"
#include "doctor/survey.h"
#include "nss/runtime.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
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

#define LEFT 4

/* What follows the name. */
static void show_rest(const struct nh_profile *profile, size_t column)
{
    size_t columns = cli_columns(stdout);
    const char *kind = packaging(profile), *product = profile->product;
    const char *chosen = profile->chosen ? _("(default)") : "";
    char *text = NULL;
    if (asprintf(&text, "%s%s%s%s%s%s%s", product ? "  " : "", product ? product : "",
                 kind ? " (" : "", kind ? kind : "", kind ? ")" : "", *chosen ? "  " : "",
                 chosen) < 0)
        text = NULL;
    cli_text_wrap(stdout, text ? text : "", LEFT, &column, columns);
    free(text);
    if (profile->pid <= 0 || asprintf(&text, _("  running, pid %ld"), (long)profile->pid) < 0)
        return;
    cli_tone(stdout, CLI_GOOD);
    cli_text_wrap(stdout, text, LEFT, &column, columns);
    cli_tone(stdout, CLI_PLAIN);
    free(text);
}

static void show_line(const struct nh_profile *profile)
{
    size_t width = cli_text_width(profile->name), columns = cli_columns(stdout);
    cli_tone(stdout, CLI_STRONG);
    cli_text_put_cut(stdout, profile->name, columns);
    cli_tone(stdout, CLI_PLAIN);
    show_rest(profile, width < columns ? width : columns);
    putchar('\n');
}

static void show_survey(const struct nh_survey *survey)
{
    char count[80];
    if (survey->status) {
        cli_tone(stdout, CLI_WARN);
        cli_line(stdout, LEFT, "%s", survey->err.message);
        cli_tone(stdout, CLI_PLAIN);
        return;
    }
    if (survey->identities < 0)
        snprintf(count, sizeof count, "%s", _("unknown number of certificates"));
    else
        snprintf(count, sizeof count,
                 ngettext("%ld certificate", "%ld certificates", (unsigned long)survey->identities),
                 survey->identities);
    cli_line(stdout, LEFT, "%s, %s", count,
             survey->has_password ? _("with a primary password") : _("no primary password"));
    if (survey->needs)
        cli_line(stdout, LEFT, _("needs NSS %s or later"), survey->needs);
}

static void show(const struct nh_profile *profile)
{
    struct nh_survey survey = {0};
    nh_survey_take(profile->path, &survey);
    show_line(profile);
    cli_line_path(stdout, LEFT, "", profile->path);
    if (profile->browser)
        cli_line_path(stdout, LEFT, _("program in"), profile->browser);
    show_survey(&survey);
}

static void show_all(struct cli *cli, const struct nh_profiles *profiles)
{
    for (size_t i = 0; i < profiles->count; i++)
        show(&profiles->items[i]);
    if (profiles->count == 0)
        cli_note(cli, _("No browser profile was found. Start Firefox once. A profile in a folder "
                        "of its own is not listed: name the folder with --profile; the page "
                        "about:profiles shows it."));
    if (!cli->quiet)
        cli_line(stdout, 0, _("NSS %s from %s"), nh_runtime_nss_version(), nh_runtime_nss_folder());
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

static const struct cli_alias aliases[] = {
    {.word = "profile"}, {.word = "browsers"}, {.word = NULL}};

const struct cli_verb cli_profiles = {
    .name = "profiles",
    .aliases = aliases,
    .summary = N_("list the browser profiles"),
    .help = N_("Usage: nss-helper profiles [--json]\n\n"
               "Lists the profiles of your browsers and mail programs: Firefox in all its\n"
               "editions, LibreWolf, Thunderbird, and the database of Chromium, also those of\n"
               "snap and Flatpak. For each: name, product, folder, whether it is the default,\n"
               "whether it is running, how many certificates it has, whether it has a primary\n"
               "password, and the oldest NSS that can check it. The last line is the NSS in use:\n"
               "the browser's own where that is newer than the system's.\n"),
    .examples = "  nss-helper profiles\n"
                "  nss-helper profiles --json\n",
    .useless = "profile primary-password-file primary-password-fd",
    .run = run,
};
