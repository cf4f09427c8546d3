/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/remove.h"

#include "certificate/identity.h"
#include "cli/cli.h"
#include "cli/enter.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/verbs.h"
#include "cli/which.h"
#include "journal/copies.h"
#include "lifecycle/report.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool no_backup, yes;

/* What is about to go. */
struct loss {
    struct nh_identity *identity;
    struct nh_copies copies;
    bool *there; /* of each copy: the file is as it was written */
    bool shared; /* the key stays, with another certificate */
};

static void reset(struct loss *loss)
{
    nh_identity_free(&loss->identity);
    nh_copies_reset(&loss->copies);
    free(loss->there);
    loss->there = NULL;
}

/* Before anybody is asked, the databases are closed again. */
static enum nh_status look(struct cli *cli, struct loss *loss, struct nh_error *err)
{
    enum nh_status status = cli_store_open(cli, NH_STORE_READ, err);
    if (!status)
        status = nh_remove_find(cli->journal, cli->store, cli->words[0], &loss->identity,
                                &loss->shared, err);
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

static bool is_file(const struct nh_copy *copy)
{
    return strcmp(copy->kind, "profile") != 0;
}

static bool has_backup(const struct loss *loss)
{
    for (size_t i = 0; i < loss->copies.count; i++)
        if (loss->there[i] && is_file(&loss->copies.items[i]))
            return true;
    return false;
}

static void show_identity(const struct nh_identity *identity)
{
    char until[CLI_DATE_SIZE];
    time_t now = time(NULL);
    cli_tone(stdout, CLI_STRONG);
    cli_print(stdout, "%s", identity->name);
    cli_tone(stdout, CLI_PLAIN);
    cli_print(stdout, ", issued by %s\n  %s\n  serial number %s, valid until %s%s\n",
              identity->issuer_name, identity->fingerprint, identity->serial_hex,
              cli_date(identity->not_after, until),
              now > identity->not_after    ? ": it has expired"
              : now < identity->not_before ? ": it is not valid yet"
                                           : "");
}

static void show_loss(const struct loss *loss)
{
    puts("What is lost:");
    if (loss->identity->mail)
        puts("  Mail that is encrypted to it can't be read any more.");
    if (loss->identity->login)
        puts("  Logins and Wi-Fi that use it stop.");
    puts(loss->shared ? "  Its key stays: another certificate in this profile has the same one."
                      : "  Its key can't be made again: a new certificate needs a new key.");
}

static void show_copies(const struct loss *loss)
{
    char date[CLI_DATE_SIZE];
    if (loss->copies.count > 0)
        puts("Copies that were made of it:");
    for (size_t i = 0; i < loss->copies.count; i++) {
        const struct nh_copy *copy = &loss->copies.items[i];
        const char *state = loss->there[i] ? "it is there"
                            : *copy->hash  ? "it is gone, or is another file now"
                                           : "not looked at";
        cli_print(stdout, "  %s, %s, %s: %s\n", copy->kind, cli_date(copy->time, date), copy->place,
                  state);
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
    const char *what = loss->copies.count == 0 ? "There is no backup of it."
                                               : "No backup of it is there as it was written.";
    if (no_backup || has_backup(loss))
        return NH_OK;
    return nh_fail(err, NH_ASK, NULL,
                   "%s Make one: nss-helper export %.11s --for linux -o FILE. Or say --no-backup. "
                   "Nothing was removed.",
                   what, loss->identity->fingerprint);
}

static enum nh_status want_yes(const struct cli *cli, struct nh_error *err)
{
    char line[16];
    if (yes)
        return NH_OK;
    if (!cli_which_can_ask(cli))
        return nh_fail(err, NH_ASK, NULL, "To remove it, say --yes. Nothing was removed.");
    fputs("Remove it for good? [y/N] ", stderr);
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
        status = nh_remove(cli->journal, &cli->store, loss->identity->fingerprint, &key, err);
    if (status)
        return status;
    if (cli->json) {
        cJSON_AddTrueToObject(cli_document(cli), "removed");
        cJSON_AddBoolToObject(cli_document(cli), "key", key);
        return NH_OK;
    }
    cli_note(cli,
             key ? "Removed: the certificate of %s, and its key."
                 : "Removed: the certificate of %s. Its key stays, for the other one.",
             loss->identity->name);
    if (cli->chosen.pid > 0)
        cli_note(cli, "The browser that is running lists it until it is started again.");
    return NH_OK;
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    struct loss loss = {.identity = NULL};
    enum nh_status status = cli_profile_enter(cli, err);
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
    {.name = "no-backup", .about = "also without a backup", .flag = &no_backup},
    {.name = "yes",
     .letter = 'y',
     .about = "don't ask; needed with --json and --quiet, and where there is no terminal",
     .flag = &yes},
    {.name = NULL},
};

const struct cli_verb cli_remove = {
    .name = "remove",
    .summary = "a certificate and its key, for good",
    .help = "Usage: nss-helper remove ID [--no-backup] [--yes] [OPTION…]\n\n"
            "Removes a certificate from the profile together with its key, after it has shown\n"
            "what is lost. A backup must have been made and still be there as it was written.\n"
            "Where another certificate has the same key, the key stays. The certificates of its\n"
            "issuers stay, too. Repeating it finishes a removal that broke off.\n"
            "A browser that is running lists the certificate until it is started again.\n\n"
            "ID is as for \"verify\".\n",
    .examples = "  nss-helper remove 9f2c41d0\n"
                "  nss-helper remove 0x01AF --no-backup --yes\n",
    .options = options,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};
