/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/est.h"

#include "base/files.h"
#include "certificate/find.h"
#include "certificate/verify.h"
#include "cli/installed.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/secret.h"
#include "formats/incoming.h"
#include "lifecycle/report.h"
#include "lifecycle/resume.h"
#include "machine/ask.h"
#include "machine/pinentry.h"
#include "net/est.h"

#include <cjson/cJSON.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ANCHORS_MAX ((size_t)1 << 20)

struct cli_est_options cli_est_given;

const struct cli_option cli_est_option_list[] = {
    {.name = "est",
     .argument = "URL",
     .about = "the server, as in https://ca.example",
     .value = &cli_est_given.est},
    {.name = "label",
     .argument = "LABEL",
     .about = "one of its CAs or profiles",
     .value = &cli_est_given.label},
    {.name = "cacert",
     .argument = "FILE",
     .about = "the certificate of the CA that the server is believed by",
     .value = &cli_est_given.cacert},
    {.name = "fingerprint",
     .argument = "SHA256",
     .about = "that of a certificate of the server or its CA; without it and --cacert the "
              "system's roots count",
     .value = &cli_est_given.fingerprint},
    {.name = "key",
     .letter = 'k',
     .argument = "KIND",
     .about = "the kind of key:",
     .choice = nh_key_kind_choice,
     .value = &cli_est_given.key},
    {.name = "user",
     .letter = 'u',
     .argument = "NAME",
     .about = "a name for the server; its password is asked for",
     .value = &cli_est_given.user},
    {.name = "password-file",
     .argument = "FILE",
     .about = "read the password from a file: one line",
     .value = &cli_est_given.password_file},
    {.name = "password-fd",
     .argument = "N",
     .about = "read it from an open descriptor",
     .value = &cli_est_given.password_fd},
    {.name = NULL},
};

enum nh_status cli_est_check(const struct cli_est_options *options, struct nh_error *err)
{
    const char *text = NULL;
    if (!options->est &&
        (options->label || options->cacert || options->fingerprint || options->user))
        text = "--label, --cacert, --fingerprint and --user belong to --est.";
    else if (options->cacert && options->fingerprint)
        text = "The server is believed by --cacert or by --fingerprint, not by both.";
    else if (options->password_file && options->password_fd)
        text = "The password comes from a file or from a descriptor, not from both.";
    return text ? nh_fail(err, NH_USAGE, NULL, "%s", text) : NH_OK;
}

/* With or without colons. */
static enum nh_status read_fingerprint(const char *text, char out[65], struct nh_error *err)
{
    size_t length = 0;
    for (; *text; text++) {
        if (*text == ':')
            continue;
        if (!isxdigit((unsigned char)*text) || length == 64)
            length = 65;
        else if (length < 64)
            out[length++] = (char)tolower((unsigned char)*text);
        if (length > 64)
            break;
    }
    if (length != 64)
        return nh_fail(err, NH_USAGE, NULL,
                       "--fingerprint wants a SHA-256 in hex: 64 digits, colons allowed.");
    out[64] = '\0';
    return NH_OK;
}

enum nh_status cli_est_read(const struct cli_est_options *options, struct nh_enrolment *enrolment,
                            struct nh_error *err)
{
    static const char begin[] = "-----BEGIN CERTIFICATE-----";
    struct nh_buf *anchors = &enrolment->trust.anchors;
    enum nh_status status = nh_est_server(options->est, options->label, &enrolment->server, err);
    anchors->limit = ANCHORS_MAX;
    if (!status && options->fingerprint)
        status = read_fingerprint(options->fingerprint, enrolment->trust.fingerprint, err);
    if (!status && options->cacert)
        status = nh_file_read(options->cacert, anchors, err);
    if (!status && options->cacert &&
        (anchors->length == 0 || !memmem(anchors->data, anchors->length, begin, strlen(begin))))
        status = nh_fail(err, NH_BAD_DATA, NULL, "There is no certificate in PEM in %s.",
                         options->cacert);
    enrolment->user = strdup(options->user ? options->user : "");
    return !status && !enrolment->user ? nh_fail_memory(err) : status;
}

enum nh_status cli_est_begin(struct cli_est *it, struct cli *cli,
                             const struct cli_est_options *options, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    *it = (struct cli_est){.cli = cli, .lock = -1, .may_ask = true};
    if (options->password_file || options->password_fd) {
        it->may_ask = false;
        status = cli_secret_read(options->password_file, options->password_fd, 1, NH_PASSWORD_MAX,
                                 &it->password, err);
    }
    if (!status)
        status = cli_journal_open(cli, err);
    if (!status)
        status = nh_enrolment_lock(cli->journal, &it->lock, err);
    if (!status)
        status = cli_store_unlock(cli, err);
    if (status)
        return status;
    it->enroll = (struct nh_enroll){
        .journal = cli->journal, .profile_path = cli->chosen.path, .language = cli_language(cli)};
    return NH_OK;
}

enum nh_status cli_est_resume(struct cli_est *it, struct nh_error *err)
{
    struct nh_resumption done = {.items = NULL};
    enum nh_status status =
        nh_resume(it->enroll.journal, it->enroll.profile_path, it->enroll.language, &done, err);
    nh_resumption_reset(&done);
    return status;
}

void cli_est_end(struct cli_est *it)
{
    nh_buf_reset(&it->password);
    nh_buf_reset(&it->enroll.cacerts);
    if (it->lock >= 0)
        close(it->lock);
    it->lock = -1;
}

static enum nh_status ask_password(struct cli_est *it, const struct nh_enrolment *enrolment,
                                   int tried, struct nh_error *err)
{
    nh_buf_reset(&it->password);
    return nh_ask_login(enrolment->server, enrolment->user, tried, it->enroll.language,
                        &it->password, err);
}

/* A key that is gone and was not asked with yet, as after a power cut, is made anew. */
static enum nh_status begin_or_check(struct cli_est *it, struct nh_enrolment *enrolment,
                                     struct nh_job *job, struct nh_error *err)
{
    bool unasked = !*job->id || nh_job_is_unsent(job);
    enum nh_status status = *job->id ? nh_enroll_check(&it->enroll, job, err) : NH_NO_KEY;
    if (status != NH_NO_KEY || !unasked)
        return status;
    *job = (struct nh_job){.kind = job->kind};
    nh_buf_reset(&enrolment->csr);
    cli_progress_begin(it->cli, "Making the key ");
    status = nh_enroll_begin(&it->enroll, enrolment, job, err);
    cli_progress_end();
    return status;
}

static enum nh_status ask_once(struct cli_est *it, struct nh_enrolment *enrolment,
                               struct nh_job *job, struct nh_installation *done,
                               struct nh_error *err)
{
    nh_installation_reset(done);
    cli_progress_begin(it->cli, "Asking the CA ");
    enum nh_status status =
        nh_enroll_ask(&it->enroll, enrolment, job, (const char *)it->password.data, done, err);
    cli_progress_end();
    return status;
}

enum nh_status cli_est_meet(struct cli_est *it, struct nh_enrolment *enrolment,
                            struct nh_error *err)
{
    cli_progress_begin(it->cli, "Asking the CA ");
    enum nh_status status = nh_enroll_meet(&it->enroll, enrolment->server, &enrolment->trust, err);
    cli_progress_end();
    return status;
}

enum nh_status cli_est_ask(struct cli_est *it, struct nh_enrolment *enrolment, struct nh_job *job,
                           struct nh_installation *done, struct nh_error *err)
{
    bool asks = it->may_ask && *enrolment->user;
    enum nh_status status = NH_OK;
    if (asks && it->password.length == 0)
        status = ask_password(it, enrolment, 0, err);
    if (!status)
        status = begin_or_check(it, enrolment, job, err);
    if (!status)
        status = ask_once(it, enrolment, job, done, err);
    for (int tried = 1; status == NH_LOGIN && asks && tried < NH_ASK_TRIES; tried++) {
        status = ask_password(it, enrolment, tried, err);
        if (!status)
            status = ask_once(it, enrolment, job, done, err);
    }
    return status;
}

enum nh_status cli_est_check_retry(const struct nh_enrolment *enrolment, struct nh_error *err)
{
    char date[CLI_DATE_SIZE];
    if (enrolment->retry <= time(NULL))
        return NH_OK;
    return nh_fail(err, NH_PENDING, NULL,
                   "The CA has taken this request and wants to be asked again on %s, not "
                   "before.",
                   cli_date(enrolment->retry, date));
}

bool cli_est_has_come(const struct nh_job *job)
{
    return nh_job_has_certificate(job);
}

static enum nh_status show(struct cli_est *it, const struct nh_incoming *incoming,
                           const struct nh_proof *proof, cJSON *to, struct nh_error *err)
{
    if (it->cli->json && to) {
        cli_installed_json(to, incoming);
        cJSON_AddItemToObject(to, "proof", nh_report_proof(proof));
        cJSON_AddBoolToObject(to, "renamed", it->enroll.renamed);
    } else if (!it->cli->quiet) {
        cli_installed_show("The CA's certificate", incoming);
    }
    if (!proof->dates)
        return nh_proof_judge(proof, err);
    if (it->enroll.renamed)
        cli_note(it->cli, "The CA has written another subject into it than was asked for: %s",
                 incoming->identity->subject);
    if (proof->chain != NH_CHAIN_GOOD)
        cli_note(it->cli, "Nobody here trusts its CA yet; it logs in where the server knows it.");
    return NH_OK;
}

enum nh_status cli_est_show(struct cli_est *it, const struct nh_installation *done,
                            struct cJSON *to, struct nh_error *err)
{
    return show(it, &done->incoming, &done->proof, to, err);
}

enum nh_status cli_est_show_job(struct cli_est *it, const struct nh_job *job, struct cJSON *to,
                                struct nh_error *err)
{
    struct nh_incoming incoming = {.known = true};
    struct nh_proof proof = {.key = false};
    enum nh_status status = cli_store_open(it->cli, NH_STORE_READ, err);
    it->enroll.renamed = false;
    if (!status)
        status = nh_identity_find(it->cli->store, job->fingerprint, &incoming.identity, err);
    if (!status)
        status = nh_verify(it->cli->store, job->fingerprint, &proof, err);
    nh_store_close(&it->cli->store);
    if (!status)
        status = show(it, &incoming, &proof, to, err);
    nh_incoming_reset(&incoming);
    return status;
}
