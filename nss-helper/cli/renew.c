/* SPDX-License-Identifier: MPL-2.0 */
#include "base/language.h"

#include "certificate/identity.h"
#include "cli/cli.h"
#include "cli/confined.h"
#include "cli/enter.h"
#include "cli/follow.h"
#include "cli/meant.h"
#include "cli/open.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/renewal.h"
#include "cli/renewall.h"
#include "cli/renewplaces.h"
#include "cli/verbs.h"
#include "cli/workers.h"
#include "lifecycle/due.h"

#include <cjson/cJSON.h>
#include <string.h>

static bool all, due;
static const char *expires_in;

static const struct cli_option options[] = {
    {.name = "all",
     .letter = 'a',
     .about = N_("all certificates from EST servers, and what is waiting there; without "
                 "--profile, in all profiles"),
     .flag = &all,
     .excludes = "est label cacert fingerprint key user"},
    {.name = "due",
     .about = N_("only those that end soon: a third of their life is left, and 30 "
                 "days at most. For a timer. A profile with a primary password is "
                 "skipped, and named"),
     .flag = &due,
     .needs = "all",
     .excludes = "expires-in"},
    {.name = "expires-in",
     .argument = "DAYS",
     .about = N_("only those that end within this many days: 14d or 14"),
     .value = &expires_in,
     .needs = "all"},
    {.name = "exec",
     .argument = "COMMAND",
     .about = N_("run this command for each renewed certificate; without it, the line "
                 "exec= of nss-helper.conf"),
     .value = &cli_follow_given.exec},
    {.name = "remove-old",
     .about = N_("remove the old certificate and its key, if there is a backup or one can "
                 "be made"),
     .flag = &cli_follow_given.remove_old},
    {.name = "backup-password-file",
     .argument = "FILE",
     .about = N_("make a backup of the old certificate in the download folder, under this "
                 "password"),
     .value = &cli_follow_given.old.password_file,
     .needs = "remove-old"},
    {.name = "backup-password-fd",
     .argument = "N",
     .about = N_("read it from an open descriptor"),
     .value = &cli_follow_given.old.password_fd,
     .needs = "remove-old",
     .excludes = "backup-password-file"},
    {.name = NULL},
};

static struct nh_due_rule rule;

static enum nh_status read_rule(struct nh_error *err)
{
    rule.choice = expires_in ? NH_DUE_WITHIN : due ? NH_DUE_NEAR : NH_DUE_ALL;
    return expires_in ? cli_options_days("--expires-in", expires_in, &rule.days, err) : NH_OK;
}

static enum nh_status check_words(const struct cli *cli, struct nh_error *err)
{
    enum nh_key_kind kind = NH_KEY_RSA_2048;
    const char *text = NULL;
    enum nh_status status = NH_OK;
    if (all == (cli->count > 0))
        text = _("renew needs the ID of one certificate, or --all.");
    if (text)
        status = nh_fail(err, NH_USAGE, NULL, "%s", text);
    if (!status && cli_est_given.key)
        status = nh_key_kind_parse(cli_est_given.key, &kind, err);
    if (!status)
        status = cli_follow_check(err);
    return status ? status : read_rule(err);
}

/* The kind of the identity's key; RSA 2048 for kinds that can't be created. */
static enum nh_key_kind kind_of(const struct nh_identity *identity)
{
    static const struct {
        const char *key;
        enum nh_key_kind kind;
    } kinds[] = {{"RSA 3072", NH_KEY_RSA_3072},
                 {"RSA 4096", NH_KEY_RSA_4096},
                 {"EC P-256", NH_KEY_P_256},
                 {"EC P-384", NH_KEY_P_384}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(identity->key, kinds[i].key) == 0)
            return kinds[i].kind;
    return NH_KEY_RSA_2048;
}

static enum nh_status find(struct cli *cli, struct nh_identity **identity, struct nh_error *err)
{
    enum nh_status status = cli_store_open(cli, NH_STORE_READ, err);
    if (!status)
        status = cli_meant_find(cli, cli->words[0], identity, err);
    nh_store_close(&cli->store);
    return status;
}

/* One certificate, and the server that is asked for its successor. */
struct wish {
    struct cli_est *est;
    const struct nh_identity *identity;
};

/* Finish what an earlier run has begun for it, then renew. */
static enum nh_status renew_found(struct cli_est *it, const struct nh_identity *identity,
                                  struct cJSON *item, struct nh_error *err)
{
    struct cli_renewal renewal = {.options = &cli_est_given,
                                  .fingerprint = identity->fingerprint,
                                  .kind = kind_of(identity),
                                  .has_command = cli_follow_has_command()};
    enum nh_status status =
        nh_due_renewal(it->cli->journal, identity->fingerprint, &renewal.job, err);
    if (!status && cli_est_given.key)
        status = nh_key_kind_parse(cli_est_given.key, &renewal.kind, err);
    if (!status)
        status = cli_est_resume(it, err);
    return status ? status : cli_renewal_do(it, &renewal, item, err);
}

static void renew_piece(void *context, size_t i, struct cli_outcome *out)
{
    struct wish *wish = context;
    struct cli *cli = wish->est->cli;
    (void)i;
    cli_confine(cli, CLI_NEED_RECORDS | NH_NEED_NET, NULL);
    out->item = cli->json ? cJSON_CreateObject() : NULL;
    out->status = renew_found(wish->est, wish->identity, out->item, &out->failed);
}

/* By a process of its own, which can't do what follows a renewal. */
static enum nh_status renew_apart(struct cli_est *it, const struct nh_identity *identity,
                                  struct nh_error *err)
{
    struct wish wish = {it, identity};
    struct cJSON *item = NULL;
    enum nh_status status = cli_workers_run_one(it->cli, renew_piece, &wish, &item, err);
    if (it->cli->json) {
        cli_json_profile(it->cli);
        cli_json_take(it->cli, item);
    }
    return status;
}

/* Do what follows renewals, also of earlier runs, whatever the result of this one. */
static enum nh_status follow(struct cli *cli, enum nh_status status, struct nh_error *err)
{
    struct nh_error failed = {.status = NH_OK};
    if (!cli_follow(cli, &failed) || status)
        return status;
    cli->reported = true;
    *err = failed;
    return failed.status;
}

static enum nh_status renew_one(struct cli *cli, struct nh_error *err)
{
    struct cli_est it;
    struct nh_identity *identity = NULL;
    enum nh_status status = cli_est_begin(&it, cli, &cli_est_given, err);
    bool begun = !status;
    if (!status)
        status = find(cli, &identity, err);
    if (!status)
        status = renew_apart(&it, identity, err);
    nh_identity_free(&identity);
    if (begun)
        status = follow(cli, status, err);
    cli_est_end(&it);
    return status;
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    bool done = false;
    enum nh_status status = check_words(cli, err);
    if (!status && all && !cli->profile)
        status = cli_renew_everywhere(cli, &done, err);
    if (status || done)
        return status;
    status = cli_profile_enter(cli, err);
    if (status)
        return status;
    return all ? cli_renew_all(cli, &cli_est_given, &rule, err) : renew_one(cli, err);
}

const struct cli_verb cli_renew = {
    .name = "renew",
    .summary = N_("renew a certificate where it was issued"),
    .help = N_("Usage: nss-helper renew ID [OPTION…]\n"
               "       nss-helper renew --all [--due | --expires-in DAYS] [OPTION…]\n\n"
               "Makes a new key in the profile and requests a certificate with the same names\n"
               "from the EST server that issued the old one; the old key logs in there. Copies\n"
               "in other profiles are renewed too. The old certificate stays, unless\n"
               "--remove-old is given and there is a backup.\n"),
    .examples = "  nss-helper renew 9f2c41d0\n"
                "  nss-helper renew --all --due\n",
    .options = options,
    .shared = cli_est_option_list,
    .shared_heading = N_("For a certificate that came from elsewhere"),
    .words_most = 1,
    .often = " ID",
    .takes_id = true,
    .run = run,
};
