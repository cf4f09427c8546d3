/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/remove.h"
#include "base/language.h"

#include "certificate/identity.h"
#include "cli/cli.h"
#include "cli/confined.h"
#include "cli/details.h"
#include "cli/enter.h"
#include "cli/meant.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/verbs.h"
#include "cli/which.h"
#include "cli/wrap.h"
#include "journal/copies.h"
#include "lifecycle/report.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool no_backup, yes;

/* What would be removed. */
struct loss {
    struct nh_identity *identity;
    struct nh_copies copies;
    bool *there; /* for each copy: the file exists unchanged */
    bool shared; /* another certificate has the key, which stays */
};

static void reset(struct loss *loss)
{
    nh_identity_free(&loss->identity);
    nh_copies_reset(&loss->copies);
    free(loss->there);
    loss->there = NULL;
}

/* The databases are closed again before the person is asked. */
static enum nh_status look(struct cli *cli, struct loss *loss, struct nh_error *err)
{
    enum nh_status status = cli_store_open(cli, NH_STORE_READ, err);
    if (!status)
        status = nh_remove_find(cli->journal, cli->store, cli->words[0], &loss->identity,
                                &loss->shared, err);
    status = cli_meant_refuse(cli, cli->words[0], status, err);
    if (!status)
        status = nh_copies_list(cli->journal, loss->identity->fingerprint, &loss->copies, err);
    if (!status) {
        loss->there = calloc(loss->copies.count + 1, sizeof *loss->there);
        status = loss->there ? NH_OK : nh_fail_memory(err);
    }
    for (size_t i = 0; !status && i < loss->copies.count; i++)
        loss->there[i] = nh_copy_is_there(&loss->copies.items[i]);
    nh_store_close(&cli->store);
    return status;
}

static bool has_backup(const struct loss *loss)
{
    for (size_t i = 0; i < loss->copies.count; i++)
        if (loss->there[i] && !nh_copy_is_profile(&loss->copies.items[i]))
            return true;
    return false;
}

static void show_identity(const struct nh_identity *identity)
{
    char until[CLI_DATE_SIZE];
    time_t now = time(NULL);
    cli_details_head(identity);
    cli_line_whole(stdout, 2, 4, _("serial number %s"), identity->serial_hex);
    cli_line_whole(stdout, 2, 4,
                   now > identity->not_after    ? _("valid until %s (expired)")
                   : now < identity->not_before ? _("valid until %s (not valid yet)")
                                                : _("valid until %s"),
                   cli_date(identity->not_after, until));
}

static void show_loss(const struct loss *loss)
{
    cli_line_whole(stdout, 0, 2, "%s", _("What you lose:"));
    if (loss->identity->mail)
        cli_line_whole(stdout, 2, 4, "%s",
                       _("You can no longer read e-mail encrypted to this certificate."));
    if (loss->identity->login)
        cli_line_whole(stdout, 2, 4, "%s",
                       _("Logins and Wi-Fi connections that use it stop working."));
    cli_line_whole(stdout, 2, 4, "%s",
                   loss->shared
                       ? _("Its key stays: another certificate in this profile uses it.")
                       : _("Its key can't be made again: a new certificate needs a new key."));
}

static void show_copies(const struct loss *loss)
{
    char date[CLI_DATE_SIZE];
    if (loss->copies.count > 0)
        cli_line_whole(stdout, 0, 2, "%s", _("Copies of it:"));
    for (size_t i = 0; i < loss->copies.count; i++) {
        const struct nh_copy *copy = &loss->copies.items[i];
        const char *state = loss->there[i] ? _("present")
                            : *copy->hash  ? _("missing, or now a different file")
                                           : _("not checked");
        cli_line_whole(stdout, 2, 4, "%s, %s, %s: %s", copy->kind, cli_date(copy->time, date),
                       copy->place, state);
    }
}

static void fill(struct cli *cli, const struct loss *loss)
{
    cli_json_profile(cli);
    cJSON_AddItemToObject(cli_document(cli), "identity", nh_report_identity(loss->identity));
    cJSON *list = cJSON_AddArrayToObject(cli_document(cli), "copies");
    for (size_t i = 0; i < loss->copies.count; i++) {
        const struct nh_copy *copy = &loss->copies.items[i];
        cJSON *object = nh_report_copy(copy);
        cJSON_AddBoolToObject(object, "there", loss->there[i]);
        cJSON_AddItemToArray(list, object);
    }
}

static void show(struct cli *cli, const struct loss *loss)
{
    if (cli->json) {
        fill(cli, loss);
    } else if (!cli->quiet) {
        show_identity(loss->identity);
        show_loss(loss);
        show_copies(loss);
        fflush(stdout);
    }
}

static enum nh_status want_backup(const struct loss *loss, struct nh_error *err)
{
    if (no_backup || has_backup(loss))
        return NH_OK;
    if (loss->copies.count == 0)
        return nh_fail(err, NH_ASK, NULL,
                       "There is no backup. To make one: nss-helper export %.11s --for backup. To "
                       "remove the certificate without: --no-backup. Nothing was removed.",
                       loss->identity->fingerprint);
    return nh_fail(err, NH_ASK, NULL,
                   "No backup is still as it was written. To make one: nss-helper export %.11s "
                   "--for backup. To remove the certificate without: --no-backup. Nothing was "
                   "removed.",
                   loss->identity->fingerprint);
}

static enum nh_status want_yes(const struct cli *cli, struct nh_error *err)
{
    char line[16];
    if (yes)
        return NH_OK;
    if (!cli_which_can_ask(cli))
        return nh_fail(err, NH_ASK, NULL,
                       "To remove the certificate, add --yes. Nothing was removed.");
    fputs(_("Remove the certificate permanently? [y/N] "), stderr);
    if (!fgets(line, sizeof line, stdin) ||
        (strcasecmp(line, "y\n") != 0 && strcasecmp(line, "yes\n") != 0))
        return nh_fail(err, NH_CANCELLED, NULL, "Nothing was removed.");
    return NH_OK;
}

static enum nh_status remove_it(struct cli *cli, const struct loss *loss, struct nh_error *err)
{
    bool key = false;
    enum nh_status status = cli_store_open(cli, NH_STORE_WRITE, err);
    if (!status)
        status = nh_remove(cli->journal, &cli->store, loss->identity->fingerprint,
                           loss->identity->key_id, &key, err);
    if (status)
        return status;
    if (cli->json) {
        cJSON_AddTrueToObject(cli_document(cli), "removed");
        cJSON_AddBoolToObject(cli_document(cli), "key", key);
        return NH_OK;
    }
    cli_note(cli,
             key ? _("Removed: the certificate of %s, and its key.")
                 : _("Removed: the certificate of %s. Its key stays for the other certificate."),
             loss->identity->name);
    if (cli->chosen.pid > 0)
        cli_note(cli, _("The running browser lists the certificate until you restart it."));
    return NH_OK;
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    struct loss loss = {.identity = NULL};
    enum nh_status status = cli_profile_enter(cli, err);
    if (!status)
        cli_confine(cli, CLI_NEED_RECORDS | NH_NEED_HOME, NULL);
    if (!status)
        status = cli_journal_open(cli, err);
    if (!status)
        status = look(cli, &loss, err);
    if (!status) {
        show(cli, &loss);
        status = want_backup(&loss, err);
    }
    if (!status)
        status = want_yes(cli, err);
    if (!status)
        status = remove_it(cli, &loss, err);
    reset(&loss);
    return status;
}

static const struct cli_option options[] = {
    {.name = "no-backup",
     .about = N_("remove the certificate even without a backup"),
     .flag = &no_backup},
    {.name = "yes",
     .letter = 'y',
     .about = N_("don't ask; needed with --json and --quiet, and where there is no "
                 "terminal"),
     .flag = &yes},
    {.name = NULL},
};

static const struct cli_alias aliases[] = {
    {.word = "rm"}, {.word = "del"}, {.word = "delete"}, {.word = NULL}};

const struct cli_verb cli_remove = {
    .name = "remove",
    .aliases = aliases,
    .summary = N_("remove a certificate and its key permanently"),
    .help = N_("Usage: nss-helper remove ID [--no-backup] [--yes] [OPTION…]\n\n"
               "Removes a certificate and its key from the profile, after it has shown what you\n"
               "lose. There must be a backup that is still as it was written. If another\n"
               "certificate uses the same key, the key stays. The certificates of its issuers\n"
               "stay too. If a removal was interrupted, the same command finishes it. A running\n"
               "browser lists the certificate until you restart it.\n"),
    .examples = "  nss-helper remove 9f2c41d0\n"
                "  nss-helper remove 0x01AF --no-backup --yes\n",
    .options = options,
    .words_least = 1,
    .words_most = 1,
    .takes_id = true,
    .run = run,
};
