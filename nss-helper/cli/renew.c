/* SPDX-License-Identifier: MPL-2.0 */
#include "certificate/find.h"

#include "cli/cli.h"
#include "cli/enter.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/renewal.h"
#include "cli/renewall.h"
#include "cli/verbs.h"
#include "lifecycle/due.h"

#include <string.h>

static bool all, due;

static const struct cli_option options[] = {
    {.name = "all",
     .letter = 'a',
     .about = "all that came from an EST server, and what waits there; without "
              "--profile, of all profiles",
     .flag = &all},
    {.name = "due",
     .about = "only those with 30 days or less to go: for a timer. A profile with a "
              "primary password is left out, and told of",
     .flag = &due},
    {.name = NULL},
};

static enum nh_status check_words(const struct cli *cli, struct nh_error *err)
{
    enum nh_key_kind kind = NH_KEY_RSA_2048;
    const char *text = NULL;
    enum nh_status status = cli_est_check(&cli_est_given, err);
    if (all == (cli->count > 0))
        text = "\"renew\" needs the ID of one certificate, or --all.";
    else if (due && !all)
        text = "--due belongs to --all: a certificate that is named is renewed now.";
    else if (all && (cli_est_given.est || cli_est_given.key))
        text =
            "With --all each certificate is renewed where it came from: without --est and --key.";
    if (!status && text)
        status = nh_fail(err, NH_USAGE, NULL, "%s", text);
    if (!status && cli_est_given.key)
        status = nh_key_kind_parse(cli_est_given.key, &kind, err);
    return status;
}

/* The kind of a key as `list --json` has it; what is not made any more becomes RSA 2048. */
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
        status = nh_identity_find(cli->store, cli->words[0], identity, err);
    nh_store_close(&cli->store);
    return status;
}

/* What an earlier run has begun for it comes to its end, before anything new. */
static enum nh_status renew_found(struct cli_est *it, const struct nh_identity *identity,
                                  struct nh_error *err)
{
    struct cli_renewal renewal = {
        .options = &cli_est_given, .fingerprint = identity->fingerprint, .kind = kind_of(identity)};
    enum nh_status status =
        nh_due_renewal(it->cli->journal, identity->fingerprint, &renewal.job, err);
    if (!status && cli_est_given.key)
        status = nh_key_kind_parse(cli_est_given.key, &renewal.kind, err);
    if (!status)
        status = cli_est_resume(it, err);
    if (it->cli->json)
        cli_json_profile(it->cli);
    if (!status)
        status = cli_renewal_do(it, &renewal, it->cli->json ? it->cli->document : NULL, err);
    return status;
}

static enum nh_status renew_one(struct cli *cli, struct nh_error *err)
{
    struct cli_est it;
    struct nh_identity *identity = NULL;
    enum nh_status status = cli_est_begin(&it, cli, &cli_est_given, err);
    if (!status)
        status = find(cli, &identity, err);
    if (!status)
        status = renew_found(&it, identity, err);
    nh_identity_free(&identity);
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
    return all ? cli_renew_all(cli, &cli_est_given, due, err) : renew_one(cli, err);
}

const struct cli_verb cli_renew = {
    .name = "renew",
    .summary = "renew a certificate where it came from",
    .help = "Usage: nss-helper renew ID [OPTION…]\n"
            "       nss-helper renew --all [--due] [OPTION…]\n\n"
            "Makes a new key in the profile and asks the EST server that a certificate came from\n"
            "for one in its place, with the same names; the old key logs in there. The old\n"
            "certificate stays.\n",
    .examples = "  nss-helper renew 9f2c41d0\n"
                "  nss-helper renew --all --due\n",
    .options = options,
    .shared = cli_est_option_list,
    .shared_heading = "For a certificate that came from elsewhere",
    .words_most = 1,
    .run = run,
};
