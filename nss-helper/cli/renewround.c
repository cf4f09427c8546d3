/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/renewround.h"

#include "base/language.h"
#include "cli/cli.h"
#include "cli/confined.h"
#include "cli/follow.h"
#include "cli/output.h"
#include "cli/renewal.h"
#include "cli/renewtold.h"
#include "cli/workers.h"
#include "lifecycle/due.h"
#include "net/httpfail.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct round {
    struct cli_est est;
    const struct cli_est_options *options;
    const struct nh_due *dues;
    size_t count;
    struct cli_outcome *outcomes;
    bool unattended, has_command;
    struct nh_error unmet; /* in a worker: its server can't be reached */
    bool confined;         /* in a worker: it has begun */
};

/* A server gets one request at a time, and a password is for one server. */
static const char *server_of(void *context, size_t i)
{
    const struct round *round = context;
    return round->dues[i].job.site;
}

#define ABOUT_SIZE 400

/* Remarks begin with the name of the certificate, as in a log each line is read by itself. */
static void set_about(struct cli *cli, const struct nh_due *due, char text[ABOUT_SIZE])
{
    char id[CLI_ID_SIZE];
    bool first = !*due->fingerprint;
    snprintf(text, ABOUT_SIZE, "%s: %s%s%s%s", cli->chosen.name, due->name, first ? "" : " (",
             cli_id(due->fingerprint, id), first ? "" : ")");
    cli->about = text;
}

/* A CA that has not decided yet is no failure: the next run asks again. */
static void report(const struct round *round, size_t i, const struct cli_outcome *outcome)
{
    const struct cli *cli = round->est.cli;
    if (cli->json)
        return;
    if (outcome->status && outcome->status != NH_PENDING)
        cli_complain(cli->about, &outcome->failed);
    else
        cli_note(cli, "%s",
                 outcome->status               ? outcome->failed.message
                 : *round->dues[i].fingerprint ? _("Renewed.")
                                               : _("The certificate has arrived."));
}

static void renew(struct round *round, size_t i, struct cli_outcome *out)
{
    const struct nh_due *due = &round->dues[i];
    struct cli_renewal renewal = {.options = round->options,
                                  .fingerprint = due->fingerprint,
                                  .kind = due->job.kind,
                                  .many = true,
                                  .unattended = round->unattended,
                                  .has_command = round->has_command};
    if (nh_job_is_open(&due->job))
        renewal.job = due->job;
    out->status = cli_renewal_do(&round->est, &renewal, out->item, &out->failed);
    out->wants_person = renewal.wants_person;
    if (renewal.unmet)
        round->unmet = out->failed;
}

/* Don't wait again for a server that did not answer. */
static void leave_out(const struct round *round, size_t i, struct cli_outcome *out)
{
    bool hangs = strcmp(round->unmet.cause, NH_HTTP_HANGS) == 0;
    out->status = round->unmet.status;
    out->failed = round->unmet;
    if (hangs)
        nh_fail(&out->failed, out->status, NULL,
                "%s was not asked again: it did not answer earlier in this run.",
                round->dues[i].job.site);
}

/* Workers read what servers say. What follows a renewal is done by the parent, which may start the
   person's own command. */
static void confine(struct round *round)
{
    if (!round->confined)
        cli_confine(round->est.cli, CLI_NEED_RECORDS | NH_NEED_NET, NULL);
    round->confined = true;
}

static void do_piece(void *context, size_t i, struct cli_outcome *out)
{
    struct round *round = context;
    struct cli *cli = round->est.cli;
    char text[ABOUT_SIZE];
    confine(round);
    set_about(cli, &round->dues[i], text);
    if (cli->json) {
        out->item = cJSON_CreateObject();
        cli_json_add(out->item, "name", round->dues[i].name);
    }
    if (round->unmet.status)
        leave_out(round, i, out);
    else
        renew(round, i, out);
    if (out->item && out->status)
        cJSON_AddItemToObject(out->item, "error", cli_json_error(&out->failed));
    report(round, i, out);
    cli->about = NULL;
}

/* Responses of earlier runs. */
static void resume(void *context, size_t i, struct cli_outcome *out)
{
    struct round *round = context;
    (void)i;
    confine(round);
    out->status = cli_est_resume(&round->est, &out->failed);
}

/* *err is the worst error. */
static enum nh_status judge(struct round *round, struct nh_error *err)
{
    struct cli *cli = round->est.cli;
    struct nh_error worst = {.status = NH_OK};
    char text[ABOUT_SIZE];
    bool wants_person = false;
    for (size_t i = 0; i < round->count; i++) {
        const struct cli_outcome *outcome = &round->outcomes[i];
        wants_person |= outcome->wants_person;
        if (!outcome->told && outcome->status) {
            set_about(cli, &round->dues[i], text);
            report(round, i, outcome);
            cli->about = NULL;
        }
        if (outcome->status && outcome->status != NH_PENDING)
            nh_error_gather(&worst, &outcome->failed);
    }
    if (wants_person)
        cli_renewal_tell_password();
    cli_renewal_tell_failed(cli, round->dues, round->outcomes, round->count);
    if (worst.status)
        *err = worst;
    return worst.status;
}

static void list(struct round *round)
{
    cJSON *items = cJSON_AddArrayToObject(cli_document(round->est.cli), "renewals");
    for (size_t i = 0; i < round->count; i++) {
        if (round->outcomes[i].item)
            cJSON_AddItemToArray(items, round->outcomes[i].item);
        round->outcomes[i].item = NULL;
    }
}

static enum nh_status run(struct round *round, struct nh_error *err)
{
    const struct cli_work work = {
        .count = round->count, .context = round, .group = server_of, .piece = do_piece};
    struct cli *cli = round->est.cli;
    enum nh_status status = cli_workers_run(cli, &work, round->outcomes, err);
    struct nh_error worst = {.status = NH_OK}, failed = worst;
    judge(round, &worst);
    if (cli->json)
        list(round);
    if (cli_follow(cli, &failed))
        nh_error_gather(&worst, &failed);
    if (!status && worst.status) {
        status = worst.status;
        *err = worst;
    }
    return status;
}

enum nh_status cli_renew_round(struct cli *cli, const struct cli_est_options *options,
                               const struct nh_dues *dues, struct nh_error *err)
{
    struct round round = {.options = options,
                          .dues = dues->items,
                          .count = dues->count,
                          .unattended = !isatty(STDERR_FILENO),
                          .has_command = cli_follow_has_command()};
    enum nh_status status = cli_est_begin(&round.est, cli, options, err);
    if (!status)
        status = cli_workers_run_one(cli, resume, &round, NULL, err);
    if (!status) {
        round.outcomes = calloc(dues->count + 1, sizeof *round.outcomes);
        status = round.outcomes ? NH_OK : nh_fail_memory(err);
    }
    if (!status) {
        status = run(&round, err);
        cli->reported = true;
    }
    cli_est_end(&round.est);
    free(round.outcomes);
    return status;
}
