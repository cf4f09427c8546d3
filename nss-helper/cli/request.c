/* SPDX-License-Identifier: MPL-2.0 */
#include "certificate/request.h"

#include "base/buf.h"
#include "base/language.h"
#include "cli/cli.h"
#include "cli/confined.h"
#include "cli/enter.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/place.h"
#include "cli/progress.h"
#include "cli/secret.h"
#include "cli/verbs.h"
#include "lifecycle/issue.h"
#include "nss/key.h"
#include "nss/pem.h"

#include <cjson/cJSON.h>
#include <string.h>

static struct {
    const char *key, *challenge, *subject, *email, *password_file, *password_fd, *output;
    bool spkac;
} wanted;
static const struct cli_option options[] = {
    {.name = "key",
     .letter = 'k',
     .argument = "KIND",
     .about = N_("the kind of key:"),
     .choice = nh_key_kind_choice,
     .unknown = NH_KEY_KIND,
     .value = &wanted.key},
    {.name = "subject",
     .letter = 's',
     .argument = "DN",
     .about = N_("the subject, for example 'CN=Taro Yamada,O=Example,C=JP'"),
     .value = &wanted.subject},
    {.name = "email",
     .argument = "ADDRESS",
     .about = N_("an e-mail address for the subjectAltName"),
     .value = &wanted.email},
    {.name = "challenge-password-file",
     .argument = "FILE",
     .about = N_("read the challengePassword from a file (one line)"),
     .value = &wanted.password_file},
    {.name = "challenge-password-fd",
     .argument = "N",
     .about = N_("read it from an open descriptor"),
     .value = &wanted.password_fd,
     .excludes = "challenge-password-file"},
    {.name = "spkac",
     .about = N_("write an SPKAC instead of a CSR; it holds only a key and a challenge"),
     .flag = &wanted.spkac,
     .excludes = "subject email challenge-password-file challenge-password-fd"},
    {.name = "challenge",
     .argument = "TEXT",
     .about = N_("the challenge of the SPKAC; it is not secret"),
     .value = &wanted.challenge,
     .needs = "spkac"},
    {.name = "output",
     .letter = 'o',
     .argument = "FILE",
     .about = N_("write to a new file instead of standard output"),
     .value = &wanted.output,
     .creates = true},
    {.name = NULL},
};

static enum nh_status check_words(enum nh_key_kind *kind, struct nh_error *err)
{
    const char *text = NULL;
    if (!wanted.key)
        text = _("request needs the kind of key, for example --key rsa-2048.");
    else if (!wanted.spkac && !wanted.subject)
        text = _("request needs --subject for a CSR, or --spkac.");
    if (text)
        return nh_fail(err, NH_USAGE, NULL, "%s", text);
    return nh_key_kind_parse(wanted.key, kind, err);
}

static bool add_text(struct nh_buf *buf, const char *text)
{
    return nh_buf_add(buf, text, strlen(text));
}

/* The text for the CA: "SPKAC=…", or the CSR in PEM. */
static enum nh_status make_text(const struct nh_key *key, const char *password, struct nh_buf *text,
                                struct nh_error *err)
{
    struct nh_request request = {
        .subject = wanted.subject, .email = wanted.email, .challenge = password};
    struct nh_buf bytes = {.data = NULL};
    enum nh_status status = NH_OK;
    if (wanted.spkac)
        status = nh_request_spkac(key, wanted.challenge ? wanted.challenge : "", &bytes, err);
    else
        status = nh_request_pkcs10(key, &request, &bytes, err);
    if (!status && !wanted.spkac)
        status = nh_pem_write("CERTIFICATE REQUEST", bytes.data, bytes.length, text, err);
    else if (!status && !(add_text(text, "SPKAC=") && nh_buf_add(text, bytes.data, bytes.length) &&
                          add_text(text, "\n")))
        status = nh_fail_memory(err);
    nh_buf_reset(&bytes);
    return status;
}

/* With --json and without a file, the request is in the document. */
static enum nh_status hand_out(struct cli *cli, enum nh_key_kind kind, struct cli_place *place,
                               struct nh_buf *text, struct nh_error *err)
{
    bool to_file = place->temporary;
    enum nh_status status = NH_OK;
    if (!cli->json || to_file)
        status = cli_place_publish(place, text, err);
    if (status || !cli->json)
        return status;
    cli_json_profile(cli);
    cli_json_add(cli_document(cli), "key", nh_key_kind_word(kind));
    cli_json_add(cli_document(cli), "file", to_file ? place->path : NULL);
    text->data[text->length - 1] = '\0'; /* replaces the last line end */
    if (wanted.spkac)
        cli_json_add(cli_document(cli), "spkac", (char *)text->data + strlen("SPKAC="));
    else
        cli_json_add(cli_document(cli), "csr", (char *)text->data);
    return status;
}

/* Nothing is stored before the request is ready and its place can be written. */
struct request {
    const char *password;
    struct cli_place *place;
    struct nh_buf text;
};

static enum nh_status make_request(struct nh_store *store, const struct nh_key *key,
                                   const struct nh_job *job, void *context, struct nh_error *err)
{
    struct request *request = context;
    enum nh_status status = make_text(key, request->password, &request->text, err);
    (void)store;
    (void)job;
    return status ? status : cli_place_fill(request->place, &request->text, err);
}

static enum nh_status make(struct cli *cli, enum nh_key_kind kind, const char *password,
                           struct cli_place *place, struct nh_error *err)
{
    struct nh_job job = {.kind = kind};
    struct request request = {.password = password, .place = place};
    cli_progress_begin(cli, _("Creating the key"));
    enum nh_status status =
        nh_issue_make(cli->journal, cli->chosen.path, &job, make_request, &request, err);
    cli_progress_end();
    if (!status)
        status = hand_out(cli, kind, place, &request.text, err);
    if (!status)
        status = nh_issue_sent(cli->journal, &job, err);
    nh_buf_reset(&request.text);
    return status;
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    enum nh_key_kind kind = NH_KEY_RSA_2048;
    struct nh_buf password = {.data = NULL};
    struct cli_place place = {.path = wanted.output, .mode = 0644};
    enum nh_status status = check_words(&kind, err);
    if (!status)
        status = cli_profile_enter(cli, err);
    if (!status)
        cli_confine(cli, CLI_NEED_RECORDS, NULL);
    if (!status)
        status = cli_place_check(&place, err);
    if (!status && (wanted.password_file || wanted.password_fd))
        status = cli_secret_read(wanted.password_file, wanted.password_fd, 1, NH_CHALLENGE_MAX,
                                 &password, err);
    if (password.length > 0)
        place.mode = 0600; /* the request contains the challenge password */
    if (!status)
        status = cli_store_unlock(cli, err);
    if (!status)
        status = cli_journal_open(cli, err);
    if (!status)
        status = make(cli, kind, (const char *)password.data, &place, err);
    cli_place_reset(&place);
    nh_buf_reset(&password);
    if (!status && !cli->json)
        cli_note(cli,
                 _("The %s key is in the profile \"%s\". When the certificate arrives, "
                   "import it there: nss-helper import FILE"),
                 nh_key_kind_word(kind), cli->chosen.name);
    return status;
}

static const struct cli_alias aliases[] = {{.word = "req"}, {.word = "csr"},    {.word = "new"},
                                           {.word = "gen"}, {.word = "genkey"}, {.word = "keygen"},
                                           {.word = NULL}};

const struct cli_verb cli_request = {
    .name = "request",
    .aliases = aliases,
    .summary = N_("make a key and a certificate request"),
    .help = N_("Usage: nss-helper request --key KIND --subject DN [OPTION…]\n"
               "       nss-helper request --key KIND --spkac [OPTION…]\n\n"
               "Makes a key in the profile and writes the request for a CA: a CSR (PKCS#10,\n"
               "PEM), or a line SPKAC=… as <keygen> sent it. The key never leaves the profile.\n"),
    .examples = "  nss-helper request --key rsa-2048 --subject 'CN=Taro Yamada,C=JP' -o taro.csr\n"
                "  nss-helper request --key p-256 --spkac --challenge k2Jd -o taro.spkac\n",
    .options = options,
    .run = run,
};
