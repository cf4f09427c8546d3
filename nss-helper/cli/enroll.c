/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/enroll.h"
#include "base/language.h"

#include "certificate/find.h"
#include "cli/cli.h"
#include "cli/confined.h"
#include "cli/enter.h"
#include "cli/est.h"
#include "cli/meant.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/verbs.h"
#include "journal/jobs.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *subject, *email, *with;

static const struct cli_option options[] = {
    {.name = "subject",
     .letter = 's',
     .argument = "DN",
     .about = N_("the subject, for example 'CN=Taro Yamada,O=Example,C=JP'"),
     .value = &subject},
    {.name = "email",
     .argument = "ADDRESS",
     .about = N_("an e-mail address for the subjectAltName"),
     .value = &email},
    {.name = "with",
     .argument = "ID",
     .about = N_("log in at the server with this certificate of the profile; ID as for "
                 "\"verify\""),
     .value = &with},
    {.name = NULL},
};

static enum nh_status check_words(enum nh_key_kind *kind, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    if (!cli_est_given.est)
        status = nh_fail(err, NH_USAGE, NULL, "enroll needs the address of the server: --est URL.");
    if (!status && !subject)
        status = nh_fail(err, NH_USAGE, NULL, "enroll needs a subject: --subject DN.");
    if (!status)
        status = cli_est_check_password(&cli_est_given, cli_est_given.user, err);
    if (!status && cli_est_given.key)
        status = nh_key_kind_parse(cli_est_given.key, kind, err);
    return status;
}

static enum nh_status read_words(struct nh_enrolment *enrolment, struct nh_error *err)
{
    enum nh_status status = cli_est_read(&cli_est_given, enrolment, err);
    enrolment->subject = strdup(subject);
    enrolment->email = strdup(email ? email : "");
    if (!status && (!enrolment->subject || !enrolment->email))
        status = nh_fail_memory(err);
    return status;
}

static bool is_same(const struct nh_enrolment *a, const struct nh_enrolment *b)
{
    return strcmp(a->server, b->server) == 0 && strcmp(a->subject, b->subject) == 0 &&
           strcmp(a->email, b->email) == 0 && !*b->renews;
}

/* Find an unfinished request of an earlier run, to be sent again with the options of this run,
   unless its certificate has arrived. */
static enum nh_status find_earlier(struct cli *cli, struct nh_enrolment *wanted, struct nh_job *job,
                                   struct nh_error *err)
{
    struct nh_jobs jobs = {.items = NULL};
    enum nh_status status = nh_jobs_list(cli->journal, &jobs, err);
    for (size_t i = jobs.count; !status && i-- > 0 && !*job->id;) {
        struct nh_enrolment it = {.server = NULL};
        if (nh_enrolment_goes_on(cli->journal, &jobs.items[i]) &&
            (!cli_est_given.key || jobs.items[i].kind == job->kind) &&
            !nh_enrolment_load(cli->journal, jobs.items[i].id, &it, NULL) && is_same(wanted, &it)) {
            *job = jobs.items[i];
            wanted->csr = it.csr;
            it.csr = (struct nh_buf){.data = NULL};
            memcpy(wanted->response, it.response, sizeof wanted->response);
            wanted->retry = it.retry;
            wanted->taken = it.taken;
            wanted->bound = it.bound;
        }
        nh_enrolment_reset(&it);
    }
    nh_jobs_reset(&jobs);
    return status;
}

/* Find the certificate that logs in. */
static enum nh_status find_with(struct cli *cli, struct nh_enrolment *enrolment,
                                struct nh_error *err)
{
    struct nh_identity *identity = NULL;
    if (!with)
        return NH_OK;
    enum nh_status status = cli_store_open(cli, NH_STORE_READ, err);
    if (!status)
        status = cli_meant_find(cli, with, &identity, err);
    nh_store_close(&cli->store);
    if (!status)
        snprintf(enrolment->with, sizeof enrolment->with, "%s", identity->fingerprint);
    nh_identity_free(&identity);
    return status;
}

static enum nh_status ask(struct cli_est *it, struct nh_enrolment *enrolment, struct nh_job *job,
                          struct nh_error *err)
{
    struct nh_issuance done = {.reason = NULL};
    enum nh_status status = cli_est_check_retry(enrolment, err);
    if (!status)
        status = cli_est_meet(it, enrolment, err);
    if (!status)
        status = cli_est_ask(it, enrolment, job, &done, err);
    if (!status)
        status = cli_est_show(it, &done, it->cli->json ? cli_document(it->cli) : NULL, err);
    nh_issuance_reset(&done);
    return status;
}

static enum nh_status enroll(struct cli *cli, struct nh_enrolment *enrolment, struct nh_job *job,
                             struct nh_error *err)
{
    struct cli_est it;
    enum nh_status status = cli_est_begin(&it, cli, &cli_est_given, err);
    if (!status)
        status = find_with(cli, enrolment, err);
    if (!status)
        status = find_earlier(cli, enrolment, job, err);
    if (!status)
        status = cli_est_resume(&it, err);
    if (!status && *job->id)
        status = nh_job_load(cli->journal, job->id, job, err);
    if (cli->json)
        cli_json_profile(cli);
    if (!status && cli_est_has_come(job))
        status = cli_est_show_job(&it, job, cli->json ? cli_document(cli) : NULL, err);
    else if (!status)
        status = ask(&it, enrolment, job, err);
    cli_est_end(&it);
    return status;
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    struct nh_enrolment enrolment = {.server = NULL};
    struct nh_job job = {.kind = NH_KEY_RSA_2048};
    enum nh_status status = check_words(&job.kind, err);
    if (!status)
        status = cli_profile_enter(cli, err);
    if (!status)
        cli_confine(cli, CLI_NEED_RECORDS | NH_NEED_NET, NULL);
    if (!status)
        status = read_words(&enrolment, err);
    if (!status)
        status = enroll(cli, &enrolment, &job, err);
    nh_enrolment_reset(&enrolment);
    return status;
}

static const struct cli_alias aliases[] = {{.word = "enrol"}, {.word = NULL}};

const struct cli_verb cli_enroll = {
    .name = "enroll",
    .aliases = aliases,
    .summary = N_("request a certificate from an EST server"),
    .help = N_("Usage: nss-helper enroll --est URL --subject DN [OPTION…]\n\n"
               "Makes a key in the profile, requests a certificate for it from the server of a\n"
               "CA (EST, RFC 7030), imports the certificate and the CA's intermediate\n"
               "certificates, and proves that it works. nss-helper verifies the server first:\n"
               "before that it sends nothing and asks for no password. Before it makes a key it\n"
               "also asks what the CA wants in a request (csrattrs).\n\n"
               "If the CA needs time, the same command or \"renew --all\" asks again later,\n"
               "always with the same key and request.\n"),
    .examples = "  nss-helper enroll --est https://ca.example --label staff --cacert ca.pem \\\n"
                "      --user taro --subject 'CN=Taro Yamada,C=JP' --email taro@example.ac.jp\n",
    .options = options,
    .shared = cli_est_option_list,
    .takes_id = true,
    .run = run,
};
