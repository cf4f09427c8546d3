/* SPDX-License-Identifier: MPL-2.0 */
#include "base/buf.h"

#include "base/language.h"

#include "cli/clear.h"
#include "cli/cli.h"
#include "cli/confined.h"
#include "cli/enter.h"
#include "cli/installed.h"
#include "cli/leftover.h"
#include "cli/near.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/secret.h"
#include "cli/verbs.h"
#include "formats/incoming.h"
#include "journal/job.h"
#include "journal/spool.h"
#include "lifecycle/given.h"
#include "lifecycle/issuance.h"
#include "lifecycle/report.h"
#include "lifecycle/resume.h"
#include "machine/ask.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

static const char *site;
static bool yes;

static enum nh_status show_unfinished(struct cli *cli, struct nh_error *err)
{
    struct cli_leftovers left = {.journal = cli->journal};
    enum nh_status status = cli_leftovers_read(&left, err);
    /* If the database can't be read, show the jobs without the keys. */
    if (!status)
        status = cli_store_open(cli, NH_STORE_READ, err);
    if (!status)
        status = cli_leftovers_read_keys(&left, cli->store, err);
    if (cli->json && !status) {
        cli_json_profile(cli);
        status = cli_leftovers_json(&left, cli_document(cli), err);
    } else if (!cli->json) {
        cli_leftovers_show(&left);
        if (!status && cli_leftovers_count(&left) == 0)
            cli_note(cli, _("Nothing is unfinished in the profile %s."), cli->chosen.name);
    }
    cli_leftovers_reset(&left);
    return status;
}

static void report(struct cli *cli, const struct nh_resumed *item, cJSON *list)
{
    struct nh_incomings incoming = nh_issuance_incoming(&item->issuance);
    cJSON *object = cJSON_CreateObject();
    cli_json_add(object, "answer", item->response);
    cli_json_add(object, "site", item->issuance.site);
    cli_json_add(object, "job", item->issuance.job);
    if (item->status)
        cJSON_AddItemToObject(object, "error", cli_json_error(&item->err));
    else
        cli_installed_json(object, incoming.items);
    if (list)
        cJSON_AddItemToArray(list, object);
    else
        cJSON_Delete(object);
    if (!cli->json && item->status)
        cli_complain(item->response, &item->err);
    for (size_t i = 0; !cli->json && !cli->quiet && !item->status && i < incoming.count; i++)
        cli_installed_show(item->response, &incoming.items[i]);
}

static enum nh_status report_all(struct cli *cli, const struct nh_resumption *done,
                                 struct nh_error *err)
{
    cJSON *list = NULL;
    enum nh_status status = NH_OK;
    if (cli->json) {
        cli_json_profile(cli);
        list = cJSON_AddArrayToObject(cli_document(cli), "answers");
    }
    for (size_t i = 0; i < done->count; i++) {
        report(cli, &done->items[i], list);
        if (!status && done->items[i].status) {
            status = done->items[i].status;
            *err = done->items[i].err;
        }
    }
    cli->reported = true;
    return status;
}

static enum nh_status resume_all(struct cli *cli, struct nh_error *err)
{
    struct nh_resumption done = {.items = NULL};
    cli_progress_begin(cli, _("Installing what has arrived"));
    enum nh_status status = nh_resume(cli->journal, cli->chosen.path, false, &done, err);
    cli_progress_end();
    if (!status)
        status = report_all(cli, &done, err);
    nh_resumption_reset(&done);
    return status;
}

/* For a file with keys, ask for its password until it fits. */
static enum nh_status install_asking(struct cli *cli, struct nh_spool *spool,
                                     struct nh_issuance *out, struct nh_error *err)
{
    struct nh_given given = {.file = {.name = nh_spool_id(spool)}};
    enum nh_status status = NH_OK;
    while (!status) {
        nh_issuance_reset(out);
        cli_progress_begin(cli, _("Opening the file"));
        status = nh_issuance_install(cli->journal, cli->chosen.path, &given.opening, spool, true,
                                     out, err);
        cli_progress_end();
        if (!nh_given_lacks(status))
            break;
        if (*out->site)
            nh_given_from(&given, out->site);
        status = nh_given_ask(&given, status, err);
    }
    nh_given_reset(&given);
    return status;
}

/* Naming the response confirms it. */
static enum nh_status resume_one(struct cli *cli, const char *id, struct nh_error *err)
{
    struct nh_resumed item = {.status = NH_OK};
    struct nh_resumption done = {.items = &item, .count = 1};
    struct nh_spool *spool = NULL;
    enum nh_status status = nh_spool_open(cli->journal, id, &spool, err);
    if (status)
        return status;
    memcpy(item.response, nh_spool_id(spool), sizeof item.response);
    item.status = install_asking(cli, spool, &item.issuance, &item.err);
    status = report_all(cli, &done, err);
    nh_issuance_reset(&item.issuance);
    nh_spool_close(&spool);
    return status;
}

/* A response, a job, or a key without a certificate. */
static enum nh_status forget(struct cli *cli, const char *id, struct nh_error *err)
{
    enum nh_status status = nh_discard(cli->journal, id, err);
    if (status == NH_NO_JOB)
        status = nh_forget(cli->journal, cli->chosen.path, id, err);
    if (status == NH_NO_JOB && !nh_journal_is_name(id)) {
        status = cli_store_open(cli, NH_STORE_WRITE, err);
        if (!status)
            status = cli_leftover_key_remove(cli->store, id, err);
    }
    if (!status)
        cli_note(cli, _("Forgotten: %s"), id);
    return status;
}

/* Save the response as a file, if it can't be installed here. */
static enum nh_status save(struct cli *cli, const char *id, struct nh_error *err)
{
    char *path = NULL;
    enum nh_status status = nh_save(cli->journal, id, &path, err);
    if (!status && cli->json)
        cli_json_add(cli_document(cli), "path", path);
    else if (!status)
        cli_print(stdout, "%s\n", path);
    free(path);
    return status;
}

static enum nh_status act(struct cli *cli, struct nh_error *err)
{
    const char *what = cli->count > 0 ? cli->words[0] : "";
    if (cli->count == 0)
        return show_unfinished(cli, err);
    if (strcmp(what, "save") == 0)
        return save(cli, cli->words[1], err);
    enum nh_status status = cli_store_unlock(cli, err);
    if (status)
        return status;
    if (strcmp(what, "resume") == 0)
        return cli->count > 1 ? resume_one(cli, cli->words[1], err) : resume_all(cli, err);
    return site ? cli_clear(cli, site, yes, err) : forget(cli, cli->words[1], err);
}

/* Only "forget" has --site, instead of an ID. */
static enum nh_status check_site(const struct cli *cli, struct nh_error *err)
{
    if (cli->count != 1 || strcmp(cli->words[0], "forget") != 0)
        return nh_fail(err, NH_USAGE, NULL,
                       "--site can only be used with \"jobs forget\", without an ID.");
    return cli_clear_check(site, err);
}

static enum nh_status refuse_word(const char *word, struct nh_error *err)
{
    struct cli_near near = {.typed = word};
    cli_near_offer(&near, "resume");
    cli_near_offer(&near, "save");
    cli_near_offer(&near, "forget");
    nh_fail(err, NH_USAGE, NULL, "jobs: unknown word \"%s\". Use resume, save or forget.", word);
    return cli_near_tell(&near, "jobs ", err);
}

static enum nh_status check_words(const struct cli *cli, struct nh_error *err)
{
    if (site)
        return check_site(cli, err);
    if (cli->count == 0 || strcmp(cli->words[0], "resume") == 0)
        return NH_OK;
    if (strcmp(cli->words[0], "forget") != 0 && strcmp(cli->words[0], "save") != 0)
        return refuse_word(cli->words[0], err);
    if (cli->count < 2)
        return nh_fail(err, NH_USAGE, NULL, "jobs %s needs an ID. \"nss-helper jobs\" shows them.",
                       cli->words[0]);
    return NH_OK;
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    enum nh_status status = check_words(cli, err);
    if (!status)
        status = cli_profile_enter(cli, err);
    if (!status)
        cli_confine(cli, CLI_NEED_RECORDS | NH_NEED_FOLDER, NULL);
    if (!status)
        status = cli_journal_open(cli, err);
    return status ? status : act(cli, err);
}

static const struct cli_option options[] = {
    {.name = "site",
     .argument = "SITE",
     .about = N_("forget everything of this site, written as https://portal.example"),
     .value = &site},
    {.name = "yes",
     .letter = 'y',
     .about = N_("don't ask; needed with --json and --quiet, and without a terminal"),
     .flag = &yes,
     .needs = "site"},
    {.name = NULL},
};

static const struct cli_alias aliases[] = {{.word = "job"}, {.word = "pending"}, {.word = NULL}};

const struct cli_verb cli_jobs = {
    .name = "jobs",
    .aliases = aliases,
    .summary = N_("show unfinished requests"),
    .help = N_("Usage: nss-helper jobs [OPTION…]\n"
               "       nss-helper jobs resume [ID] [OPTION…]\n"
               "       nss-helper jobs save ID [OPTION…]\n"
               "       nss-helper jobs forget ID [OPTION…]\n"
               "       nss-helper jobs forget --site SITE [--yes] [OPTION…]\n\n"
               "Shows what is unfinished, since when and for which site: requests whose\n"
               "certificate has not arrived, responses of a CA that wait to be installed, and\n"
               "keys without a certificate. For each it shows what you can do. No request is\n"
               "sent again unless you ask for it.\n\n"
               "\"resume\" installs what has been received. You can repeat it. A response that\n"
               "needs your consent is installed when you name its ID.\n\n"
               "\"save\" writes a response to a file in your download folder, readable only by\n"
               "you, and removes it here.\n\n"
               "\"forget\" gives up a request and removes its key, discards a response, or\n"
               "removes a key without a certificate. With --site it does so for all requests and\n"
               "responses of a site, after it has shown what is lost. A key that has a\n"
               "certificate is never removed.\n"),
    .examples = "  nss-helper jobs\n"
                "  nss-helper jobs resume\n"
                "  nss-helper jobs forget 20261123T043808-9f2c41d07a33\n",
    .options = options,
    .words_most = 2,
    .run = run,
};
