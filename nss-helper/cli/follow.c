/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/follow.h"

#include "base/language.h"
#include "certificate/describe.h"
#include "certificate/find.h"
#include "certificate/identity.h"
#include "cli/cli.h"
#include "cli/followcommand.h"
#include "cli/followcopies.h"
#include "cli/open.h"
#include "cli/output.h"
#include "journal/enrolment.h"
#include "lifecycle/due.h"
#include "machine/config.h"

#include <cert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct cli_follow_options cli_follow_given;

enum nh_status cli_follow_check(struct nh_error *err)
{
    const char *exec = cli_follow_given.exec;
    return exec && !*exec ? nh_fail(err, NH_USAGE, NULL, "--exec needs a command.") : NH_OK;
}

/* The command, allocated, or NULL. */
static char *find_command(void)
{
    char *command = cli_follow_given.exec ? strdup(cli_follow_given.exec) : nh_config_read("exec");
    if (command && !*command) {
        free(command);
        command = NULL;
    }
    return command;
}

bool cli_follow_has_command(void)
{
    char *command = find_command();
    free(command);
    return command != NULL;
}

bool cli_follow_waits(struct cli *cli)
{
    struct nh_dues dues = {.items = NULL};
    bool waits = !nh_follows_list(cli->journal, &dues, NULL) && dues.count > 0;
    nh_dues_reset(&dues);
    return waits;
}

/* Read all new certificates, NULL for those that were removed, with one opening of the databases,
   which takes the most time. */
static enum nh_status find_new(struct cli *cli, const struct nh_dues *dues,
                               struct nh_identity **found, struct nh_error *err)
{
    enum nh_status status = cli_store_open(cli, NH_STORE_READ, err);
    for (size_t i = 0; !status && i < dues->count; i++) {
        const struct nh_job *job = &dues->items[i].job;
        CERTCertificate *certificate =
            nh_identity_certificate(cli->store, job->fingerprint, job->key_id);
        found[i] = certificate ? nh_describe(certificate) : NULL;
        if (certificate)
            CERT_DestroyCertificate(certificate);
    }
    nh_store_close(&cli->store);
    return status;
}

/* Mark it as done, unless a command is wanted and this run has none. */
static enum nh_status end(struct cli *cli, const struct nh_due *due, const char *command,
                          struct nh_error *err)
{
    struct nh_enrolment enrolment = {.server = NULL};
    enum nh_status status = nh_enrolment_load(cli->journal, due->job.id, &enrolment, err);
    if (!status && enrolment.follow == NH_FOLLOW_COMMAND && !command) {
        cli_note(cli,
                 _("The command for this renewal was not run. Name it again: --exec COMMAND."));
    } else if (!status) {
        enrolment.follow = NH_FOLLOW_NOTHING;
        status = nh_enrolment_keep(cli->journal, due->job.id, &enrolment, err);
    }
    nh_enrolment_reset(&enrolment);
    return status;
}

static void gather(struct cli *cli, enum nh_status status, const struct nh_error *failed,
                   struct nh_error *worst)
{
    if (!status)
        return;
    if (!cli->json)
        cli_complain(cli->about, failed);
    nh_error_gather(worst, failed);
}

/* The command runs last: after an interruption it may run again, while the other steps notice that
   they are done. */
static void follow_known(struct cli *cli, const struct nh_due *due,
                         const struct nh_identity *identity, const char *command,
                         struct nh_error *worst)
{
    struct nh_error failed = {.status = NH_OK};
    struct cli_follow_options *given = &cli_follow_given;
    enum nh_status status = cli_follow_copies(cli, due->fingerprint, identity, &failed);
    gather(cli, status, &failed, worst);
    if (given->remove_old)
        gather(cli, cli_follow_remove(cli, due->fingerprint, identity, &given->old, &failed),
               &failed, worst);
    else
        cli_follow_offer(cli, due->fingerprint);
    if (command)
        gather(cli, cli_follow_run(cli, command, due->fingerprint, identity, &failed), &failed,
               worst);
}

static void follow(struct cli *cli, const struct nh_due *due, const struct nh_identity *identity,
                   const char *command, struct nh_error *worst)
{
    struct nh_error failed = {.status = NH_OK};
    char about[400], id[CLI_ID_SIZE];
    if (identity) {
        snprintf(about, sizeof about, "%s: %s (%s)", cli->chosen.name, identity->name,
                 cli_id(identity->fingerprint, id));
        cli->about = about;
        follow_known(cli, due, identity, command, worst);
    }
    gather(cli, end(cli, due, command, &failed), &failed, worst);
    cli->about = NULL;
}

/* If the certificates can't be read, all wait for the next run. */
static enum nh_status follow_all(struct cli *cli, const struct nh_dues *dues, const char *command,
                                 struct nh_error *err)
{
    struct nh_error worst = {.status = NH_OK}, failed = worst;
    struct nh_identity **found = calloc(dues->count, sizeof *found);
    enum nh_status status = found ? find_new(cli, dues, found, &failed) : nh_fail_memory(&failed);
    gather(cli, status, &failed, &worst);
    for (size_t i = 0; found && i < dues->count; i++) {
        if (!status)
            follow(cli, &dues->items[i], found[i], command, &worst);
        nh_identity_free(&found[i]);
    }
    free(found);
    if (worst.status)
        *err = worst;
    return worst.status;
}

enum nh_status cli_follow(struct cli *cli, struct nh_error *err)
{
    struct nh_dues dues = {.items = NULL};
    char *command = find_command();
    enum nh_status status = nh_follows_list(cli->journal, &dues, err);
    if (!status && dues.count > 0)
        status = follow_all(cli, &dues, command, err);
    nh_dues_reset(&dues);
    nh_buf_reset(&cli_follow_given.old.password);
    free(command);
    return status;
}
