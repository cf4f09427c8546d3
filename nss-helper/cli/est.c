/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/est.h"

#include "base/files.h"
#include "base/language.h"
#include "base/site.h"
#include "certificate/find.h"
#include "certificate/verify.h"
#include "cli/installed.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/secret.h"
#include "cli/workers.h"
#include "formats/incoming.h"
#include "lifecycle/report.h"
#include "lifecycle/resume.h"
#include "machine/ask.h"
#include "machine/pinentry.h"
#include "machine/sites.h"
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
     .about = N_("the server, for example https://ca.example, or a site on the "
                 "administrator's list that has one, for example portal.example"),
     .value = &cli_est_given.est},
    {.name = "label",
     .argument = "LABEL",
     .about = N_("one of the server's CAs or profiles"),
     .value = &cli_est_given.label,
     .needs = "est"},
    {.name = "cacert",
     .argument = "FILE",
     .about = N_("trust the server by this CA certificate"),
     .value = &cli_est_given.cacert},
    {.name = "fingerprint",
     .argument = "SHA256",
     .about = N_("trust the server by the fingerprint of its certificate or of its CA; "
                 "without --fingerprint and --cacert the system's roots count"),
     .value = &cli_est_given.fingerprint,
     .excludes = "cacert"},
    {.name = "key",
     .letter = 'k',
     .argument = "KIND",
     .about = N_("the kind of key:"),
     .choice = nh_key_kind_choice,
     .unknown = NH_KEY_KIND,
     .value = &cli_est_given.key},
    {.name = "user",
     .letter = 'u',
     .argument = "NAME",
     .about = N_("a user name at the server; nss-helper asks for the password"),
     .value = &cli_est_given.user},
    {.name = "password-file",
     .argument = "FILE",
     .about = N_("read the password from a file (one line)"),
     .value = &cli_est_given.password_file},
    {.name = "password-fd",
     .argument = "N",
     .about = N_("read it from an open descriptor"),
     .value = &cli_est_given.password_fd,
     .excludes = "password-file"},
    {.name = NULL},
};

/* The fingerprint may have colons. */
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
                       "--fingerprint needs a SHA-256 fingerprint in hex: 64 digits, with or "
                       "without colons.");
    out[64] = '\0';
    return NH_OK;
}

static enum nh_status read_anchors(const char *path, struct nh_buf *anchors, struct nh_error *err)
{
    static const char begin[] = "-----BEGIN CERTIFICATE-----";
    anchors->limit = ANCHORS_MAX;
    enum nh_status status = nh_file_read(path, anchors, err);
    if (!status &&
        (anchors->length == 0 || !memmem(anchors->data, anchors->length, begin, strlen(begin))))
        status = nh_fail(err, NH_BAD_DATA, NULL, "%s holds no certificate in PEM format.", path);
    return status;
}

static enum nh_status read_trust(const struct cli_est_options *options, struct nh_trust *trust,
                                 struct nh_error *err)
{
    if (options->est || options->cacert || options->fingerprint)
        nh_trust_reset(trust);
    if (options->fingerprint)
        return read_fingerprint(options->fingerprint, trust->fingerprint, err);
    return options->cacert ? read_anchors(options->cacert, &trust->anchors, err) : NH_OK;
}

static enum nh_status read_user(const struct cli_est_options *options,
                                struct nh_enrolment *enrolment, struct nh_error *err)
{
    if (enrolment->user && !options->est && !options->user)
        return NH_OK;
    free(enrolment->user);
    enrolment->user = strdup(options->user ? options->user : "");
    return enrolment->user ? NH_OK : nh_fail_memory(err);
}

/* Take the EST server of a site in the administrator's list, and its root unless the options give
   another. The strings belong to the list. */
static enum nh_status find_listed(struct cli_est_options *options, struct nh_sites *sites,
                                  struct nh_error *err)
{
    char site[NH_SITE_SIZE];
    struct nh_buf root = {.limit = ANCHORS_MAX};
    snprintf(site, sizeof site, "https://%s", options->est);
    enum nh_status status = nh_sites_read(sites, err);
    const struct nh_listed *listed = nh_sites_find(sites, site);
    if (status || !listed || !listed->est)
        return status;
    options->est = listed->est;
    if (!listed->est_root || options->cacert || options->fingerprint)
        return NH_OK;
    options->cacert = listed->est_root;
    status = nh_sites_read_file(listed->est_root, &root, err);
    nh_buf_reset(&root);
    return status;
}

static enum nh_status read_server(const struct cli_est_options *options,
                                  struct nh_enrolment *enrolment, struct nh_error *err)
{
    char *server = NULL;
    enum nh_status status =
        options->est ? nh_est_server(options->est, options->label, &server, err) : NH_OK;
    if (!status && server) {
        free(enrolment->server);
        enrolment->server = server;
    }
    if (!status)
        status = read_trust(options, &enrolment->trust, err);
    if (!status)
        status = read_user(options, enrolment, err);
    return status;
}

enum nh_status cli_est_read(const struct cli_est_options *options, struct nh_enrolment *enrolment,
                            struct nh_error *err)
{
    struct nh_sites sites = {.there = false};
    struct cli_est_options these = *options;
    enum nh_status status = NH_OK;
    if (these.est && !strstr(these.est, "://"))
        status = find_listed(&these, &sites, err);
    if (!status)
        status = read_server(&these, enrolment, err);
    nh_sites_reset(&sites);
    return status;
}

enum nh_status cli_est_check_password(const struct cli_est_options *options, bool wanted,
                                      struct nh_error *err)
{
    if (wanted || !(options->password_file || options->password_fd))
        return NH_OK;
    return nh_fail(err, NH_USAGE, NULL,
                   "--%s can only be used with --user: without a user name nobody logs in.",
                   options->password_file ? "password-file" : "password-fd");
}

enum nh_status cli_est_begin(struct cli_est *it, struct cli *cli,
                             const struct cli_est_options *options, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    *it = (struct cli_est){.cli = cli, .lock = -1, .may_ask = true, .chosen = options->key != NULL};
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
    it->enroll = (struct nh_enroll){.journal = cli->journal, .profile_path = cli->chosen.path};
    return NH_OK;
}

enum nh_status cli_est_resume(struct cli_est *it, struct nh_error *err)
{
    struct nh_resumption done = {.items = NULL};
    enum nh_status status =
        nh_resume(it->enroll.journal, it->enroll.profile_path, false, &done, err);
    nh_resumption_reset(&done);
    return status;
}

void cli_est_end(struct cli_est *it)
{
    nh_buf_reset(&it->password);
    nh_enroll_reset(&it->enroll);
    if (it->lock >= 0)
        close(it->lock);
    it->lock = -1;
}

static enum nh_status ask_password(struct cli_est *it, const struct nh_enrolment *enrolment,
                                   int tried, struct nh_error *err)
{
    nh_buf_reset(&it->password);
    cli_workers_turn_take();
    enum nh_status status =
        nh_ask_login(enrolment->server, enrolment->user, tried, &it->password, err);
    cli_workers_turn_give();
    return status;
}

/* If the key is missing and its request was not sent, as after a power cut, begin again. */
static enum nh_status begin_or_check(struct cli_est *it, struct nh_enrolment *enrolment,
                                     struct nh_job *job, struct nh_error *err)
{
    bool unasked = !*job->id || nh_job_is_unsent(job);
    enum nh_status status = *job->id ? nh_enroll_check(&it->enroll, job, err) : NH_NO_KEY;
    if (status != NH_NO_KEY || !unasked)
        return status;
    *job = (struct nh_job){.kind = job->kind};
    nh_buf_reset(&enrolment->csr);
    status = nh_enroll_wishes(&it->enroll, enrolment, (const char *)it->password.data, it->chosen,
                              &job->kind, err);
    cli_progress_begin(it->cli, _("Creating the key"));
    if (!status)
        status = nh_enroll_begin(&it->enroll, enrolment, job, err);
    cli_progress_end();
    return status;
}

static enum nh_status ask_once(struct cli_est *it, struct nh_enrolment *enrolment,
                               struct nh_job *job, struct nh_issuance *done, struct nh_error *err)
{
    nh_issuance_reset(done);
    cli_progress_begin(it->cli, _("Asking the CA"));
    enum nh_status status =
        nh_enroll_ask(&it->enroll, enrolment, job, (const char *)it->password.data, done, err);
    cli_progress_end();
    return status;
}

enum nh_status cli_est_meet(struct cli_est *it, struct nh_enrolment *enrolment,
                            struct nh_error *err)
{
    cli_progress_begin(it->cli, _("Asking the CA"));
    enum nh_status status = nh_enroll_meet(&it->enroll, enrolment, err);
    cli_progress_end();
    return status;
}

enum nh_status cli_est_ask(struct cli_est *it, struct nh_enrolment *enrolment, struct nh_job *job,
                           struct nh_issuance *done, struct nh_error *err)
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
    char when[CLI_DATE_SIZE], shown[NH_SITE_SIZE];
    if (enrolment->retry <= time(NULL))
        return NH_OK;
    cli_time(enrolment->retry, when);
    if (enrolment->taken)
        return nh_fail(err, NH_PENDING, NULL,
                       "The CA accepted the request and needs time. Ask again after %s.", when);
    nh_site_show(enrolment->server, shown, sizeof shown);
    return nh_fail(err, NH_UNAVAILABLE, NULL, "%s was unavailable. Ask again after %s.", shown,
                   when);
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
        cli_installed_show(_("The certificate of the CA"), incoming);
    }
    if (!proof->dates)
        return nh_proof_judge(proof, err);
    if (it->enroll.renamed)
        cli_note(it->cli, _("The CA issued the certificate for another subject than requested: %s"),
                 incoming->identity->subject);
    if (proof->chain != NH_CHAIN_GOOD)
        cli_note(it->cli, _("This profile does not trust its CA for websites. That does not affect "
                            "logging in at servers that know the CA."));
    return NH_OK;
}

enum nh_status cli_est_show(struct cli_est *it, const struct nh_issuance *done, struct cJSON *to,
                            struct nh_error *err)
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
        status = nh_identity_exact(it->cli->store, job->fingerprint, &incoming.identity, err);
    if (!status)
        status = nh_verify(it->cli->store, incoming.identity, &proof, err);
    nh_store_close(&it->cli->store);
    if (!status)
        status = show(it, &incoming, &proof, to, err);
    nh_incoming_reset(&incoming);
    return status;
}
