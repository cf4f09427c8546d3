/* SPDX-License-Identifier: MPL-2.0 */
#include "cli.h"
#include "enrolling.h"
#include "identity.h"
#include "installed.h"
#include "output.h"
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

/* From so long before the end on a certificate is due. */
#define DUE_SECONDS (30L * 24 * 3600)

static struct cli_est_options server;
static bool all, due;

static const struct cli_option options[] = {
    CLI_EST_OPTIONS(server),
    {"all", 'a', NULL, &all},
    {"due", 0, NULL, &due},
    {NULL, 0, NULL, NULL},
};

static enum nh_status check_words(const struct cli *cli, struct nh_error *err)
{
    enum nh_key_kind kind = NH_KEY_RSA_2048;
    const char *text = NULL;
    enum nh_status status = cli_est_check(&server, err);

    if (all == (cli->count > 0))
        text = "\"renew\" needs the ID of one certificate, or --all.";
    else if (due && !all)
        text = "--due belongs to --all: a certificate that is named is renewed now.";
    else if (all && (server.est != NULL || server.key != NULL))
        text = "With --all each certificate is renewed where it came from: without --est and --key.";
    if (status == NH_OK && text != NULL)
        status = nh_fail(err, NH_USAGE, NULL, "%s", text);
    if (status == NH_OK && server.key != NULL)
        status = nh_key_kind_parse(server.key, &kind, err);
    return status;
}

/* The kind of a key as `list --json` has it. */
static enum nh_key_kind kind_of(const struct nh_identity *identity)
{
    static const struct {
        const char *key;
        enum nh_key_kind kind;
    } kinds[] = {{"RSA 3072", NH_KEY_RSA_3072}, {"RSA 4096", NH_KEY_RSA_4096},
                 {"EC P-256", NH_KEY_P_256}, {"EC P-384", NH_KEY_P_384}};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(identity->key, kinds[i].key) == 0)
            return kinds[i].kind;
    return NH_KEY_RSA_2048;
}

/* Where the certificate came from, for who wants to renew it there. */
static enum nh_status read_origin(struct cli *cli, const char *fingerprint,
                                  struct nh_enrolment *enrolment, struct nh_error *err)
{
    struct nh_job origin = {.id = ""};
    enum nh_status status = nh_enrolment_origin(cli->journal, fingerprint, &origin, err);

    if (status == NH_OK)
        status = nh_enrolment_load(cli->journal, origin.id, enrolment, err);
    if (status == NH_NO_JOB && origin.site[0] != '\0')
        return nh_fail(err, NH_ASK, NULL,
                       "This certificate came from the portal %s, which renews it on its own page: "
                       "open that in this Firefox.", origin.site);
    if (status == NH_NO_JOB)
        return nh_fail(err, NH_NO_JOB, NULL,
                       "Nothing is known of an EST server that this certificate came from. If its CA "
                       "has one, name it: --est URL.");
    return status;
}

/* Server and trust of the options, else of the certificate's own enrolment. The old key
   logs in, and no name does. */
static enum nh_status prepare(struct cli *cli, const char *fingerprint,
                              struct nh_enrolment *enrolment, struct nh_error *err)
{
    enum nh_status status = server.est != NULL ? cli_est_read(&server, enrolment, err)
                                               : read_origin(cli, fingerprint, enrolment, err);

    if (status != NH_OK)
        return status;
    nh_buf_reset(&enrolment->csr);
    free(enrolment->subject);
    free(enrolment->email);
    enrolment->subject = strdup("");
    enrolment->email = strdup("");
    if (server.est == NULL) {
        free(enrolment->user);
        enrolment->user = strdup("");
    }
    snprintf(enrolment->renews, sizeof enrolment->renews, "%s", fingerprint);
    enrolment->answer[0] = '\0';
    enrolment->retry = 0;
    return enrolment->subject && enrolment->email && enrolment->user ? NH_OK : nh_fail_memory(err);
}

/* The newest renewal of this certificate that has not failed; its id stays "" when there is
   none. */
static enum nh_status find_renewal(struct cli *cli, const char *fingerprint, struct nh_job *job,
                                   struct nh_enrolment *enrolment, struct nh_error *err)
{
    struct nh_jobs jobs = {.items = NULL};
    enum nh_status status = nh_jobs_list(cli->journal, &jobs, err);

    for (size_t i = jobs.count; status == NH_OK && i-- > 0 && job->id[0] == '\0';) {
        struct nh_enrolment it = {.server = NULL};
        bool counts = nh_job_is_open(&jobs.items[i]) || jobs.items[i].state == NH_JOB_VERIFIED;
        if (counts && nh_enrolment_load(cli->journal, jobs.items[i].id, &it, NULL) == NH_OK &&
            strcmp(it.renews, fingerprint) == 0) {
            *job = jobs.items[i];
            *enrolment = it;
            it = (struct nh_enrolment){.server = NULL};
        }
        nh_enrolment_reset(&it);
    }
    nh_jobs_reset(&jobs);
    return status;
}

/* One certificate that is to be renewed, or a request that waits. */
struct item {
    char fingerprint[NH_FINGERPRINT_SIZE]; /* of the old one, or "" for a first one */
    char *name;
    enum nh_key_kind kind;
    struct nh_job job; /* that waits; its id is "" for a new one */
};

static enum nh_status check_retry(const struct nh_enrolment *enrolment, struct nh_error *err)
{
    char date[CLI_DATE_SIZE];

    if (enrolment->retry <= time(NULL))
        return NH_OK;
    return nh_fail(err, NH_PENDING, NULL,
                   "The CA has taken this request and wants to be asked again on %s (UTC), not "
                   "before.", cli_date(enrolment->retry, date));
}

static enum nh_status ask(struct cli_est *it, struct nh_enrolment *enrolment, struct nh_job *job,
                          cJSON *to, struct nh_error *err)
{
    struct nh_installation done = {.reason = NULL};
    enum nh_status status = check_retry(enrolment, err);

    if (status == NH_OK && all && enrolment->user[0] != '\0')
        status = nh_fail(err, NH_PASSWORD, NULL,
                         "Its server wants a password, which nobody is asked for here: repeat its "
                         "\"enroll\".");
    if (status == NH_OK)
        status = cli_est_meet(it, enrolment, err);
    if (status == NH_OK)
        status = cli_est_ask(it, enrolment, job, &done, err);
    if (status == NH_OK)
        status = cli_est_show(it, &done, to, err);
    nh_installation_reset(&done);
    return status;
}

static enum nh_status renew(struct cli_est *it, struct item *item, cJSON *to,
                            struct nh_error *err)
{
    struct nh_enrolment enrolment = {.server = NULL};
    struct nh_job *job = &item->job;
    enum nh_status status = NH_OK;

    if (job->id[0] != '\0')
        status = nh_enrolment_load(it->cli->journal, job->id, &enrolment, err);
    else
        status = find_renewal(it->cli, item->fingerprint, job, &enrolment, err);
    if (status == NH_OK && job->state == NH_JOB_VERIFIED && job->id[0] != '\0' && !all)
        *job = (struct nh_job){.id = ""}; /* it is renewed once more, by the person's word */
    if (status == NH_OK && job->id[0] == '\0') {
        nh_enrolment_reset(&enrolment);
        job->kind = item->kind;
        status = prepare(it->cli, item->fingerprint, &enrolment, err);
    }
    if (status == NH_OK && job->state == NH_JOB_VERIFIED)
        status = cli_est_show_job(it, job, to, err);
    else if (status == NH_OK)
        status = ask(it, &enrolment, job, to, err);
    nh_enrolment_reset(&enrolment);
    return status;
}

static enum nh_status renew_one(struct cli *cli, struct nh_error *err)
{
    struct cli_est it;
    struct item item = {.name = NULL};
    struct nh_identity *identity = NULL;
    enum nh_status status = cli_est_begin(&it, cli, &server, err);

    if (status == NH_OK)
        status = cli_est_resume(&it, err);
    if (status == NH_OK)
        status = cli_store_open(cli, NH_STORE_READ, err);
    if (status == NH_OK)
        status = nh_identity_find(cli->store, cli->words[0], &identity, err);
    nh_store_close(&cli->store);
    if (status == NH_OK) {
        snprintf(item.fingerprint, sizeof item.fingerprint, "%s", identity->fingerprint);
        item.kind = kind_of(identity);
        if (server.key != NULL)
            status = nh_key_kind_parse(server.key, &item.kind, err);
    }
    if (cli->json)
        cli_json_profile(cli);
    if (status == NH_OK)
        status = renew(&it, &item, cli->json ? cli_document(cli) : NULL, err);
    nh_identity_free(&identity);
    cli_est_end(&it);
    return status;
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    enum nh_status status = check_words(cli, err);

    if (status == NH_OK)
        status = cli_profile_enter(cli, err);
    if (status != NH_OK)
        return status;
    return renew_one(cli, err);
}

const struct cli_verb cli_renew = {
    .name = "renew",
    .summary = "renew a certificate where it came from",
    .help = "Usage: nss-helper renew ID [OPTION…]\n"
            "       nss-helper renew --all [--due] [OPTION…]\n\n"
            "Makes a new key in the profile and asks the EST server that a certificate came from\n"
            "for one in its place, with the same names; the old key logs in there. The old\n"
            "certificate stays.\n\n"
            "  -a, --all                all that came from an EST server, and what waits there\n"
            "      --due                only those with 30 days or less to go: for a timer. A\n"
            "                           profile with a primary password is left out, and told of\n\n"
            "For a certificate that came from elsewhere:\n" CLI_EST_HELP,
    .examples = "  nss-helper renew 9f2c41d0\n"
                "  nss-helper renew --all --due\n",
    .options = options,
    .words_most = 1,
    .run = run,
};
