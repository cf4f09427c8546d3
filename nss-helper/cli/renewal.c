/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/renewal.h"

#include "base/site.h"
#include "cli/open.h"
#include "cli/output.h"
#include "journal/origin.h"
#include "lifecycle/listed.h"
#include "machine/sites.h"
#include "net/httpfail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Certificates of a portal are renewed on its page. */
static enum nh_status point_to(const char *portal, const char *site, struct nh_error *err)
{
    if (portal && *portal)
        return nh_fail(err, NH_ASK, NULL,
                       "This certificate is renewed at its portal: open %s in this Firefox.",
                       portal);
    if (*site)
        return nh_fail(err, NH_ASK, NULL,
                       "This certificate came from %s. Its portal renews it on its own page: "
                       "open that page in this Firefox.",
                       site);
    return nh_fail(err, NH_NO_JOB, NULL,
                   "No EST server is known for this certificate. If its CA has one, name "
                   "it: --est URL.");
}

static enum nh_status point_to_portal(struct cli *cli, const char *fingerprint,
                                      struct nh_error *err)
{
    struct nh_jobs jobs = {.items = NULL};
    struct nh_sites sites = {0};
    char site[NH_SITE_SIZE] = "", *portal = NULL;
    enum nh_status status = nh_jobs_list(cli->journal, &jobs, err);
    if (!status)
        status = cli_store_open(cli, NH_STORE_READ, err);
    if (!status) {
        nh_origin_site(cli->journal, &jobs, fingerprint, site);
        nh_sites_read(&sites, NULL);
        portal = nh_listed_portal(cli->journal, &sites, site, fingerprint);
        status = point_to(portal, site, err);
    }
    nh_store_close(&cli->store);
    free(portal);
    nh_sites_reset(&sites);
    nh_jobs_reset(&jobs);
    return status;
}

/* Find the site and the portal of the certificate. */
static enum nh_status read_origin(struct cli *cli, const char *fingerprint,
                                  struct nh_enrolment *enrolment, struct nh_error *err)
{
    struct nh_job origin = {.id = ""};
    enum nh_status status = nh_enrolment_origin(cli->journal, fingerprint, &origin, err);
    if (!status)
        status = nh_enrolment_load(cli->journal, origin.id, enrolment, err);
    return status == NH_NO_JOB ? point_to_portal(cli, fingerprint, err) : status;
}

static bool set(char **field, const char *text)
{
    free(*field);
    *field = strdup(text);
    return *field;
}

/* Take server and trust from the certificate's enrolment, unless options give others. The old
   certificate logs in; a user name only if one is given now, or was used with a certificate
   before. */
static enum nh_status prepare(const struct cli_renewal *renewal, struct cli *cli,
                              struct nh_enrolment *enrolment, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    if (!renewal->options->est)
        status = read_origin(cli, renewal->fingerprint, enrolment, err);
    bool alone = !*enrolment->renews && !*enrolment->with;
    if (!status && alone && !set(&enrolment->user, ""))
        status = nh_fail_memory(err);
    if (!status)
        status = cli_est_read(renewal->options, enrolment, err);
    if (status)
        return status;
    nh_buf_reset(&enrolment->csr);
    enrolment->response[0] = enrolment->with[0] = '\0';
    enrolment->retry = 0;
    enrolment->taken = enrolment->bound = false;
    enrolment->follow = renewal->has_command ? NH_FOLLOW_COMMAND : NH_FOLLOW_COPIES;
    snprintf(enrolment->renews, sizeof enrolment->renews, "%s", renewal->fingerprint);
    return set(&enrolment->subject, "") && set(&enrolment->email, "") ? NH_OK : nh_fail_memory(err);
}

/* An open request can't go to another server, as the first may have accepted it. */
static enum nh_status fail_other_server(const struct nh_job *job, const char *has,
                                        struct nh_error *err)
{
    char shown[NH_SITE_SIZE];
    nh_site_show(has, shown, sizeof shown);
    return nh_fail(err, NH_USAGE, NULL,
                   "A request is already under way at another server: %s. To give that request up "
                   "and start again: nss-helper jobs forget %s",
                   shown, job->id);
}

static enum nh_status fail_other_kind(const struct nh_job *job, struct nh_error *err)
{
    return nh_fail(err, NH_USAGE, NULL,
                   "A request is already under way with another kind of key: %s. To give that "
                   "request up and start again: nss-helper jobs forget %s",
                   nh_key_kind_word(job->kind), job->id);
}

/* Continue the request of an earlier run with the options of this run. */
static enum nh_status go_on(const struct cli_renewal *renewal, struct cli *cli,
                            struct nh_enrolment *enrolment, struct nh_error *err)
{
    const struct nh_job *job = &renewal->job;
    enum nh_key_kind kind = job->kind;
    enum nh_status status = nh_enrolment_load(cli->journal, job->id, enrolment, err);
    char *before = status ? NULL : strdup(enrolment->server);
    if (!status)
        status = before ? cli_est_read(renewal->options, enrolment, err) : nh_fail_memory(err);
    if (!status && strcmp(before, enrolment->server) != 0)
        status = fail_other_server(job, before, err);
    if (!status && renewal->options->key)
        status = nh_key_kind_parse(renewal->options->key, &kind, err);
    if (!status && kind != job->kind)
        status = fail_other_kind(job, err);
    free(before);
    return status;
}

static bool hangs(enum nh_status status, const struct nh_error *err)
{
    return status == NH_UNAVAILABLE && strcmp(err->cause, NH_HTTP_HANGS) == 0;
}

static enum nh_status ask(struct cli_est *it, struct cli_renewal *renewal,
                          struct nh_enrolment *enrolment, struct cJSON *to, struct nh_error *err)
{
    struct nh_issuance done = {.reason = NULL};
    char shown[NH_SITE_SIZE];
    nh_site_show(enrolment->server, shown, sizeof shown);
    enum nh_status status = cli_est_check_retry(enrolment, err);
    renewal->wants_person = !status && renewal->unattended && it->may_ask && *enrolment->user;
    if (renewal->wants_person)
        status = nh_fail(err, NH_PENDING, NULL,
                         "%s asks for the password of %s. Run in a terminal: nss-helper renew "
                         "--all",
                         shown, enrolment->user);
    if (!status) {
        status = cli_est_meet(it, enrolment, err);
        renewal->unmet = status == NH_UNAVAILABLE;
    }
    if (!status)
        status = cli_est_ask(it, enrolment, &renewal->job, &done, err);
    renewal->unmet |= hangs(status, err);
    if (!status)
        status = cli_est_show(it, &done, to, err);
    nh_issuance_reset(&done);
    return status;
}

enum nh_status cli_renewal_do(struct cli_est *it, struct cli_renewal *renewal, struct cJSON *to,
                              struct nh_error *err)
{
    struct nh_enrolment enrolment = {.server = NULL};
    struct nh_journal *journal = it->cli->journal;
    struct nh_job *job = &renewal->job;
    enum nh_status status = NH_OK;
    if (*job->id)
        status = nh_job_load(journal, job->id, job, err);
    if (!status && cli_est_has_come(job))
        return cli_est_show_job(it, job, to, err);
    if (!status && *job->id) {
        status = go_on(renewal, it->cli, &enrolment, err);
    } else if (!status) {
        job->kind = renewal->kind;
        status = prepare(renewal, it->cli, &enrolment, err);
    }
    if (!status)
        status = cli_est_check_password(renewal->options, renewal->many || *enrolment.user, err);
    if (!status)
        status = ask(it, renewal, &enrolment, to, err);
    nh_enrolment_reset(&enrolment);
    return status;
}
