/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/renewal.h"

#include "cli/open.h"
#include "cli/output.h"
#include "journal/origin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A portal renews on its own page. */
static enum nh_status point_to(const char *portal, const char *site, struct nh_error *err)
{
    if (portal && *portal)
        return nh_fail(err, NH_ASK, NULL,
                       "This certificate is renewed at its portal: open %s in this Firefox.",
                       portal);
    if (*site)
        return nh_fail(
            err, NH_ASK, NULL,
            "This certificate came from %s, whose portal renews it on its own page: open "
            "that in this Firefox.",
            site);
    return nh_fail(err, NH_NO_JOB, NULL,
                   "Nothing is known of an EST server that this certificate came from. If its CA "
                   "has one, name it: --est URL.");
}

static enum nh_status point_to_portal(struct cli *cli, const char *fingerprint,
                                      struct nh_error *err)
{
    struct nh_jobs jobs = {.items = NULL};
    char site[NH_SITE_SIZE] = "", *portal = NULL;
    enum nh_status status = nh_jobs_list(cli->journal, &jobs, err);
    if (!status)
        status = cli_store_open(cli, NH_STORE_READ, err);
    if (!status) {
        nh_origin_site(cli->journal, &jobs, fingerprint, site);
        portal = nh_origin_portal(cli->journal, site, fingerprint);
        status = point_to(portal, site, err);
    }
    nh_store_close(&cli->store);
    free(portal);
    nh_jobs_reset(&jobs);
    return status;
}

/* Where the certificate came from, for who wants to renew it there. */
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

/* Server and trust of the options, else of the certificate's own enrolment; the rest is
   new. The old key logs in, and a name only if it is given now. */
static enum nh_status prepare(const struct cli_renewal *renewal, struct cli *cli,
                              struct nh_enrolment *enrolment, struct nh_error *err)
{
    bool named = renewal->options->est;
    enum nh_status status = named ? cli_est_read(renewal->options, enrolment, err)
                                  : read_origin(cli, renewal->fingerprint, enrolment, err);
    if (status)
        return status;
    nh_buf_reset(&enrolment->csr);
    enrolment->response[0] = '\0';
    enrolment->retry = 0;
    snprintf(enrolment->renews, sizeof enrolment->renews, "%s", renewal->fingerprint);
    if (!set(&enrolment->subject, "") || !set(&enrolment->email, "") ||
        (!named && !set(&enrolment->user, "")))
        status = nh_fail_memory(err);
    return status;
}

/* Firefox goes by its own order, which the newer one does not come first in. */
static void tell_of_old(const struct cli *cli, const char *fingerprint)
{
    char id[CLI_ID_SIZE];
    cli_note(cli,
             "The old one stays, and the browser goes on choosing it while it is there. When the "
             "new one works: nss-helper remove %s",
             cli_id(fingerprint, id));
}

static enum nh_status ask(struct cli_est *it, struct cli_renewal *renewal,
                          struct nh_enrolment *enrolment, struct cJSON *to, struct nh_error *err)
{
    struct nh_installation done = {.reason = NULL};
    enum nh_status status = cli_est_check_retry(enrolment, err);
    renewal->wants_person = !status && renewal->unattended && it->may_ask && *enrolment->user;
    if (renewal->wants_person)
        status =
            nh_fail(err, NH_PENDING, NULL,
                    "%s wants the password of %s, and nobody is here who could be asked for it. "
                    "In a terminal: nss-helper renew --all",
                    renewal->job.site, enrolment->user);
    if (!status)
        status = cli_est_meet(it, enrolment, err);
    if (!status)
        status = cli_est_ask(it, enrolment, &renewal->job, &done, err);
    if (!status)
        status = cli_est_show(it, &done, to, err);
    if (!status && *enrolment->renews)
        tell_of_old(it->cli, enrolment->renews);
    nh_installation_reset(&done);
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
        status = nh_enrolment_load(journal, job->id, &enrolment, err);
    } else if (!status) {
        job->kind = renewal->kind;
        status = prepare(renewal, it->cli, &enrolment, err);
    }
    if (!status)
        status = ask(it, renewal, &enrolment, to, err);
    nh_enrolment_reset(&enrolment);
    return status;
}
