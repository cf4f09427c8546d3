/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/enroll.h"

#include "cli/cli.h"
#include "cli/enter.h"
#include "cli/est.h"
#include "cli/output.h"
#include "cli/verbs.h"
#include "net/est.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

static const char *subject, *email;

static const struct cli_option options[] = {
    {.name = "subject",
     .letter = 's',
     .argument = "DN",
     .about = "the subject, as in 'CN=Taro Yamada,O=Example,C=JP'",
     .value = &subject},
    {.name = "email",
     .argument = "ADDRESS",
     .about = "an e-mail address for the subjectAltName",
     .value = &email},
    {.name = NULL},
};

static enum nh_status check_words(enum nh_key_kind *kind, struct nh_error *err)
{
    enum nh_status status = cli_est_check(&cli_est_given, err);
    if (!status && !cli_est_given.est)
        status = nh_fail(err, NH_USAGE, NULL, "\"enroll\" needs --est: the address of the server.");
    if (!status && !subject)
        status = nh_fail(err, NH_USAGE, NULL, "\"enroll\" needs --subject.");
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

/* The request of an earlier run that has not come to its end: it is asked with again, by the
   words of this run, unless its certificate has come. */
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
        }
        nh_enrolment_reset(&it);
    }
    nh_jobs_reset(&jobs);
    return status;
}

/* A new request has the key that the CA wants, unless the person wants another. */
static void choose_kind(const struct nh_enrolment *enrolment, struct nh_job *job)
{
    struct nh_est est = {.server = enrolment->server, .trust = &enrolment->trust};
    if (!*job->id && !cli_est_given.key)
        nh_est_csrattrs(&est, &job->kind);
}

static enum nh_status ask(struct cli_est *it, struct nh_enrolment *enrolment, struct nh_job *job,
                          struct nh_error *err)
{
    struct nh_installation done = {.reason = NULL};
    enum nh_status status = cli_est_check_retry(enrolment, err);
    if (!status)
        status = cli_est_meet(it, enrolment, err);
    if (!status) {
        choose_kind(enrolment, job);
        status = cli_est_ask(it, enrolment, job, &done, err);
    }
    if (!status)
        status = cli_est_show(it, &done, it->cli->json ? cli_document(it->cli) : NULL, err);
    nh_installation_reset(&done);
    return status;
}

static enum nh_status enroll(struct cli *cli, struct nh_enrolment *enrolment, struct nh_job *job,
                             struct nh_error *err)
{
    struct cli_est it;
    enum nh_status status = cli_est_begin(&it, cli, &cli_est_given, err);
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
        status = read_words(&enrolment, err);
    if (!status)
        status = enroll(cli, &enrolment, &job, err);
    nh_enrolment_reset(&enrolment);
    return status;
}

const struct cli_verb cli_enroll = {
    .name = "enroll",
    .summary = "get a certificate from a CA that speaks EST",
    .help =
        "Usage: nss-helper enroll --est URL --subject DN [OPTION…]\n\n"
        "Makes a key in the profile, asks the CA's server (EST, RFC 7030) for its certificate,\n"
        "and puts that beside the key, with the CA's intermediates, and proves it. The server\n"
        "is believed first; before that nothing is sent, and no password is asked for.\n\n"
        "A CA that takes its time is asked again by the same command, or by \"renew --all\":\n"
        "always with the same key and request.\n",
    .examples = "  nss-helper enroll --est https://ca.example --label staff --cacert ca.pem \\\n"
                "      --user taro --subject 'CN=Taro Yamada,C=JP' --email taro@example.ac.jp\n",
    .options = options,
    .shared = cli_est_option_list,
    .run = run,
};
