/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/cli.h"

#include "cli/enter.h"
#include "cli/hostpath.h"
#include "cli/leftover.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/verbs.h"
#include "doctor/browser.h"
#include "doctor/cure.h"
#include "doctor/databases.h"
#include "doctor/host.h"
#include "doctor/identities.h"
#include "doctor/machine.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

static const struct {
    const char *word, *sign;
    enum cli_tone tone;
} states[] = {
    [NH_STATE_GOOD] = {"good", "✓", CLI_GOOD},
    [NH_STATE_HINT] = {"hint", "!", CLI_WARN},
    [NH_STATE_BAD] = {"bad", "✗", CLI_BAD},
    [NH_STATE_UNKNOWN] = {"unknown", "?", CLI_WARN},
};

static void add_locked(const struct cli *cli, struct nh_findings *out)
{
    char *cure = nh_cure_command("doctor --primary-password-file FILE", NULL, cli->chosen.path);
    nh_finding_add(out, "identities", NH_STATE_UNKNOWN, NH_OK,
                   "Whether each key is there and signs can't be told without it.", cure,
                   "The keys were not looked at: the profile has a primary password.");
    free(cure);
}

/* Nobody is asked: a locked profile's keys are looked at only with its password given. */
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
        nh_finding_add_error(out, "identities", &err, "The keys were not looked at.",
                             "Try again with the right primary password.");
}

static void add_unfinished(const struct cli *cli, const struct cli_leftovers *left,
                           struct nh_findings *out)
{
    size_t jobs = left->unfinished.job_count, responses = left->unfinished.response_count;
    size_t keys = left->keys.count;
    char *cure = nh_cure_command("jobs", NULL, cli->chosen.path);
    nh_finding_add(out, "unfinished", NH_STATE_HINT, NH_OK,
                   "A certificate may wait for you, or a key for its certificate.", cure,
                   "Unfinished: %zu request%s, %zu answer%s of a CA, %zu key%s without a "
                   "certificate.",
                   jobs, jobs == 1 ? "" : "s", responses, responses == 1 ? "" : "s", keys,
                   keys == 1 ? "" : "s");
    free(cure);
}

/* Of the journal, and of the keys where the store is open. */
static void check_unfinished(struct cli *cli, struct nh_findings *out)
{
    struct cli_leftovers left = {.journal = cli->journal};
    struct nh_error err = {.status = NH_OK};
    enum nh_status status = cli->journal ? cli_leftovers_read(&left, &err) : NH_OK;
    if (!status && cli->store)
        status = cli_leftovers_read_keys(&left, cli->store, &err);
    if (status)
        nh_finding_add_error(out, "unfinished", &err, "What waits can't be listed.",
                             "nss-helper jobs");
    else if (cli_leftovers_count(&left) > 0)
        add_unfinished(cli, &left, out);
    else
        nh_finding_add_good(out, "unfinished", "No issuance is unfinished.");
    cli_leftovers_reset(&left);
}

/* What was received waits in the journal also where the databases can't be read. */
static void check_contents(struct cli *cli, bool readable, struct nh_findings *out)
{
    struct nh_error err = {.status = NH_OK};
    if (readable)
        open_store(cli, out);
    if (cli->store)
        nh_checkup_identities(cli->store, out);
    if (nh_journal_is_there(cli->chosen.path) && cli_journal_open(cli, &err)) {
        nh_finding_add_error(out, "unfinished", &err, "What waits can't be listed.",
                             "See the finding on the state folder.");
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
        nh_finding_add_error(out, "profile", refused, "Without it nothing more can be looked at.",
                             "nss-helper profiles, then: nss-helper doctor --profile NAME");
        return;
    }
    nh_finding_add_good(out, "profile", "The profile is %s (%s)%s.", profile->name,
                        profile->product ? profile->product : profile->path,
                        profile->pid > 0 ? ", and is running" : "");
    nh_checkup_browser(profile, out);
    check_contents(cli, nh_checkup_databases(profile, out), out);
}

static void add_json(cJSON *list, const struct nh_finding *finding)
{
    cJSON *item = cJSON_CreateObject();
    cJSON_AddItemToArray(list, item);
    cli_json_add(item, "check", finding->check);
    cli_json_add(item, "state", states[finding->state].word);
    cJSON_AddNumberToObject(item, "code", finding->code);
    cli_json_add(item, "name", nh_status_name(finding->code));
    cli_json_add(item, "what", finding->what);
    cli_json_add(item, "why", finding->why);
    cli_json_add(item, "cure", finding->cure);
}

static void answer_json(struct cli *cli, const struct nh_findings *findings)
{
    cli_json_profile(cli);
    cJSON *list = cJSON_AddArrayToObject(cli_document(cli), "findings");
    for (size_t i = 0; i < findings->count; i++)
        add_json(list, &findings->items[i]);
    cli_json_nss(cli);
}

static void show(const struct nh_finding *finding)
{
    cli_tone(stdout, states[finding->state].tone);
    cli_print(stdout, "%s", states[finding->state].sign);
    cli_tone(stdout, CLI_PLAIN);
    cli_print(stdout, " %s\n", finding->what);
    if (finding->why)
        cli_print(stdout, "    %s\n", finding->why);
    if (finding->cure)
        cli_print(stdout, "    → %s\n", finding->cure);
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
        cli_print(stdout, "Nothing is wrong.\n");
    else
        cli_print(stdout, "%zu wrong, %zu to know, %zu not looked at, %zu good.\n",
                  counts[NH_STATE_BAD], counts[NH_STATE_HINT], counts[NH_STATE_UNKNOWN],
                  counts[NH_STATE_GOOD]);
}

/* The first bad finding as the outcome of all. */
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
    nh_checkup_machine(&findings);
    cli_host_find(&own, NULL);
    nh_checkup_host(own, &findings);
    check_profile(cli, &refused, &findings);
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

const struct cli_verb cli_doctor = {
    .name = "doctor",
    .summary = "what is wrong here, and how to cure it",
    .help = "Usage: nss-helper doctor [OPTION…]\n\n"
            "Looks for what goes wrong in practice: the host that Firefox starts and its\n"
            "rights, the program that asks for passwords, room on the disk, snap and Flatpak,\n"
            "the extension, the profile's NSS, databases, primary password, keys and dates,\n"
            "lost certificates, and what is unfinished. It changes nothing and asks nobody.\n\n"
            "✓ is good, ! good to know, ✗ wrong, ? could not be looked at; for each that is not\n"
            "good: why it matters, and the command or the click that cures it. With --quiet\n"
            "only those. The exit code is 0 if nothing is wrong, else that of the first ✗.\n",
    .examples = "  nss-helper doctor\n"
                "  nss-helper doctor --profile default-esr --json\n",
    .run = run,
};
