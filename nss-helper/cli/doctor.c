/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/cli.h"

#include "base/language.h"
#include "cli/enter.h"
#include "cli/hostpath.h"
#include "cli/leftover.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/verbs.h"
#include "cli/wrap.h"
#include "doctor/browser.h"
#include "doctor/cure.h"
#include "doctor/databases.h"
#include "doctor/host.h"
#include "doctor/identities.h"
#include "doctor/machine.h"

#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEFT 4

static const struct {
    const char *sign;
    enum cli_tone tone;
} states[] = {
    [NH_STATE_GOOD] = {"✓", CLI_GOOD},
    [NH_STATE_HINT] = {"!", CLI_WARN},
    [NH_STATE_BAD] = {"✗", CLI_BAD},
    [NH_STATE_UNKNOWN] = {"?", CLI_WARN},
};

static void add_locked(const struct cli *cli, struct nh_findings *out)
{
    char *cure = nh_cure_command("doctor --primary-password-file FILE", NULL, cli->chosen.path);
    nh_finding_add(out, "identities", NH_STATE_UNKNOWN, NH_OK,
                   _("Without the primary password nss-helper can't tell whether each key is "
                     "present and can sign."),
                   cure, _("The keys were not checked: the profile has a primary password."));
    free(cure);
}

/* Doctor asks for no password: keys of a locked profile are checked only if an option gives it. */
static void open_store(struct cli *cli, struct nh_findings *out)
{
    struct nh_error err = {.status = NH_OK};
    bool given = cli->primary_file || cli->primary_fd;
    enum nh_status status = given
                                ? cli_store_open(cli, NH_STORE_READ, &err)
                                : nh_store_open(cli->chosen.path, NH_STORE_READ, &cli->store, &err);
    if (status == NH_PRIMARY_PASSWORD && !given)
        add_locked(cli, out);
    else if (status && status != NH_OLD_NSS)
        nh_finding_add_error(out, "identities", &err, _("The keys were not checked."),
                             _("Try again with the right primary password."));
}

#define SENTENCES 512

/* Append a sentence. */
static __attribute__((format(printf, 2, 3))) void add_sentence(char text[SENTENCES],
                                                               const char *format, ...)
{
    char before[SENTENCES], more[SENTENCES];
    va_list values;
    va_start(values, format);
    vsnprintf(more, sizeof more, format, values);
    va_end(values);
    memcpy(before, text, sizeof before);
    /* TRANSLATORS: two sentences. */
    if (*before)
        snprintf(text, SENTENCES, _("%s %s"), before, more);
    else
        memcpy(text, more, sizeof more);
}

static void add_unfinished(const struct cli *cli, const struct cli_leftovers *left,
                           struct nh_findings *out)
{
    size_t jobs = left->unfinished.job_count, responses = left->unfinished.response_count;
    size_t keys = left->keys.count;
    char what[SENTENCES] = "";
    if (responses > 0)
        add_sentence(what,
                     ngettext("%zu response of a CA waits to be installed.",
                              "%zu responses of CAs wait to be installed.", responses),
                     responses);
    if (jobs > 0)
        add_sentence(what,
                     ngettext("%zu request waits for its certificate.",
                              "%zu requests wait for their certificates.", jobs),
                     jobs);
    if (keys > 0)
        add_sentence(what,
                     ngettext("%zu key has no certificate.", "%zu keys have no certificate.", keys),
                     keys);
    char *cure = nh_cure_command("jobs", NULL, cli->chosen.path);
    nh_finding_add(out, "unfinished", NH_STATE_HINT, NH_OK,
                   _("A certificate may be waiting for you, or a key for its certificate."), cure,
                   "%s", what);
    free(cure);
}

/* Check the journal, and the keys if the store is open. */
static void check_unfinished(struct cli *cli, struct nh_findings *out)
{
    struct cli_leftovers left = {.journal = cli->journal};
    struct nh_error err = {.status = NH_OK};
    enum nh_status status = cli->journal ? cli_leftovers_read(&left, &err) : NH_OK;
    if (!status && cli->store)
        status = cli_leftovers_read_keys(&left, cli->store, &err);
    if (status)
        nh_finding_add_error(out, "unfinished", &err, _("Unfinished requests can't be listed."),
                             "nss-helper jobs");
    else if (cli_leftovers_count(&left) > 0)
        add_unfinished(cli, &left, out);
    else
        nh_finding_add_good(out, "unfinished", _("No request is unfinished."));
    cli_leftovers_reset(&left);
}

/* The journal is checked even if the databases can't be read. */
static void check_contents(struct cli *cli, bool readable, struct nh_findings *out)
{
    struct nh_error err = {.status = NH_OK};
    if (readable)
        open_store(cli, out);
    if (cli->store)
        nh_checkup_identities(cli->store, out);
    if (nh_journal_is_there(cli->chosen.path) && cli_journal_open(cli, &err)) {
        nh_finding_add_error(out, "unfinished", &err, _("Unfinished requests can't be listed."),
                             _("See above what is wrong with the folder of NSS Helper's records."));
        return;
    }
    if (cli->store)
        nh_checkup_archive(&cli->chosen, cli->journal, cli->store, out);
    check_unfinished(cli, out);
}

static void check_profile(struct cli *cli, const struct nh_error *refused, struct nh_findings *out)
{
    const struct nh_profile *profile = &cli->chosen;
    if (refused->status) {
        nh_finding_add_error(
            out, "profile", refused, _("Without a profile nothing more can be checked."),
            refused->status == NH_NO_PROFILE
                ? _("Start Firefox once, or run \"nss-helper doctor --profile FOLDER\".")
                : _("Run \"nss-helper profiles\", then \"nss-helper doctor --profile NAME\"."));
        return;
    }
    nh_finding_add_good(out, "profile",
                        profile->pid > 0 ? _("Profile %s (%s), running.") : _("Profile %s (%s)."),
                        profile->name, profile->product ? profile->product : profile->path);
    nh_checkup_browser(profile, out);
    check_contents(cli, nh_checkup_databases(profile, out), out);
}

static void add_json(cJSON *list, const struct nh_finding *finding)
{
    cJSON *item = cJSON_CreateObject();
    cJSON_AddItemToArray(list, item);
    cli_json_add(item, "check", finding->check);
    cli_json_add(item, "state", nh_state_word(finding->state));
    cJSON_AddNumberToObject(item, "code", finding->code);
    cli_json_add(item, "name", nh_status_name(finding->code));
    cli_json_add(item, "what", finding->what);
    cli_json_add(item, "why", finding->why);
    cli_json_add(item, "cure", finding->cure);
}

static void answer_json(struct cli *cli, const struct nh_findings *findings)
{
    cli_json_format(cli);
    cli_json_profile(cli);
    cJSON *list = cJSON_AddArrayToObject(cli_document(cli), "findings");
    for (size_t i = 0; i < findings->count; i++)
        add_json(list, &findings->items[i]);
    cli_json_nss(cli);
}

static void show_cure(const char *cure)
{
    printf("%*s→ ", LEFT, "");
    cli_advice(stdout, LEFT + 2, LEFT + 2, cure);
}

static void show(const struct nh_finding *finding)
{
    size_t column = 2;
    cli_tone(stdout, states[finding->state].tone);
    cli_print(stdout, "%s", states[finding->state].sign);
    cli_tone(stdout, CLI_PLAIN);
    putchar(' ');
    cli_text_wrap(stdout, finding->what, 2, &column, cli_columns(stdout));
    putchar('\n');
    if (finding->why)
        cli_line(stdout, LEFT, "%s", finding->why);
    if (finding->cure)
        show_cure(finding->cure);
}

static void show_all(const struct cli *cli, const struct nh_findings *findings)
{
    size_t counts[NH_STATE_UNKNOWN + 1] = {0};
    for (size_t i = 0; i < findings->count; i++) {
        counts[findings->items[i].state]++;
        if (!cli->quiet || findings->items[i].state != NH_STATE_GOOD)
            show(&findings->items[i]);
    }
    if (cli->quiet)
        return;
    if (counts[NH_STATE_GOOD] == findings->count)
        cli_line(stdout, 0, "%s", _("No problem was found."));
    else
        cli_line(stdout, 0, _("%zu wrong, %zu to note, %zu not checked, %zu good."),
                 counts[NH_STATE_BAD], counts[NH_STATE_HINT], counts[NH_STATE_UNKNOWN],
                 counts[NH_STATE_GOOD]);
}

/* The exit code is that of the first bad finding. */
static enum nh_status judge(const struct nh_findings *findings, struct nh_error *err)
{
    if (findings->failed)
        return nh_fail_memory(err);
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].state == NH_STATE_BAD)
            return nh_fail(err, findings->items[i].code, NULL, "%s", findings->items[i].what);
    return NH_OK;
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    struct nh_findings findings = {.items = NULL};
    struct nh_error refused = {.status = NH_OK};
    char *own = NULL;
    cli_profile_enter(cli, &refused);
    cli_progress_begin(cli, _("Looking at this computer"));
    nh_checkup_machine(&findings);
    cli_host_find(&own, NULL);
    nh_checkup_host(own, &findings);
    check_profile(cli, &refused, &findings);
    cli_progress_end();
    if (cli->json)
        answer_json(cli, &findings);
    else
        show_all(cli, &findings);
    enum nh_status status = judge(&findings, err);
    cli->reported = !findings.failed;
    nh_findings_reset(&findings);
    free(own);
    return status;
}

static const struct cli_alias aliases[] = {{.word = "diagnose"}, {.word = NULL}};

const struct cli_verb cli_doctor = {
    .name = "doctor",
    .aliases = aliases,
    .summary = N_("find problems on this computer and show how to fix them"),
    .help = N_("Usage: nss-helper doctor [OPTION…]\n\n"
               "Checks what fails in practice: the program nss-helper that Firefox starts and\n"
               "its rights, the program that asks for passwords, free disk space, snap and\n"
               "Flatpak, the extension, the NSS of the profile, its databases, primary\n"
               "password, keys and dates, lost certificates, and unfinished requests. It\n"
               "changes nothing and asks for no password.\n\n"
               "✓ means good, ! to note, ✗ wrong, ? not checked. For each finding that is not\n"
               "good, doctor tells why it matters, and the command or button that fixes it.\n"
               "--quiet shows only these. The exit code is 0 if nothing is wrong, otherwise that\n"
               "of the first ✗.\n"),
    .examples = "  nss-helper doctor\n"
                "  nss-helper doctor --profile default-esr --json\n",
    .often = "",
    .run = run,
};
