/* SPDX-License-Identifier: MPL-2.0 */
#include "base/buf.h"

#include "base/language.h"
#include "browser/choose.h"
#include "browser/enter.h"
#include "browser/hint.h"
#include "certificate/identity.h"
#include "cli/cli.h"
#include "cli/confined.h"
#include "cli/enter.h"
#include "cli/meant.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/secret.h"
#include "cli/verbs.h"
#include "cli/wrap.h"
#include "formats/incoming.h"
#include "journal/copies.h"
#include "lifecycle/carry.h"
#include "lifecycle/report.h"
#include "machine/ask.h"
#include "machine/pinentry.h"
#include "nss/keydb.h"
#include "nss/unlock.h"

#include <cjson/cJSON.h>
#include <string.h>

static const char *to_name, *password_file, *password_fd;

static const struct cli_option options[] = {
    {.name = "to",
     .argument = "PROFILE",
     .about = N_("the profile to copy to, as for --profile. \"nss-helper profiles\" lists "
                 "them"),
     .value = &to_name},
    {.name = "to-primary-password-file",
     .argument = "FILE",
     .about = N_("read the primary password of that profile from a file (one line) "
                 "instead of asking for it"),
     .value = &password_file},
    {.name = "to-primary-password-fd",
     .argument = "N",
     .about = N_("read it from an open descriptor"),
     .value = &password_fd,
     .excludes = "to-primary-password-file"},
    {.name = NULL},
};

static enum nh_status find_target(struct nh_profile *to, struct nh_error *err)
{
    if (!to_name)
        return nh_fail(err, NH_USAGE, NULL,
                       "copy needs a profile to copy to, for example --to Thunderbird:default.");
    return nh_profile_choose(to_name, to, err);
}

/* Use an NSS that can read both profiles: either may need the newer one. */
static enum nh_status enter(struct cli *cli, const struct nh_profile *to, struct nh_error *err)
{
    struct nh_keydb keydb;
    enum nh_status status = NH_OK;
    if (!nh_keydb_look(to->path, &keydb, NULL) && nh_keydb_needs(&keydb))
        status = nh_profile_enter(to, cli->argv, err);
    if (!status)
        status = cli_profile_enter(cli, err);
    if (!status && strcmp(cli->chosen.path, to->path) == 0)
        status = nh_fail(err, NH_USAGE, NULL,
                         "The certificate is already in the profile %s. Name another profile.",
                         to->name);
    if (!status)
        cli_confine(cli, CLI_NEED_RECORDS, to->path);
    return status;
}

static enum nh_status take(struct cli *cli, struct nh_identity **identity,
                           struct nh_carried *carried, struct nh_error *err)
{
    enum nh_status status = cli_store_open(cli, NH_STORE_READ, err);
    if (!status)
        status = cli_meant_find(cli, cli->words[0], identity, err);
    if (!status)
        status = nh_carry_take(cli->store, *identity, carried, err);
    nh_store_close(&cli->store);
    return status;
}

static enum nh_status unlock(const struct nh_profile *to, struct nh_error *err)
{
    struct nh_buf password = {.data = NULL};
    if (!password_file && !password_fd)
        return nh_unlock_ask(to->path, to->name, to->product, err);
    enum nh_status status =
        cli_secret_read(password_file, password_fd, 1, NH_PASSWORD_MAX, &password, err);
    if (!status)
        status = nh_store_unlock(to->path, (const char *)password.data, err);
    nh_buf_reset(&password);
    return status;
}

static enum nh_status put(const struct nh_profile *to, const struct nh_carried *carried,
                          struct nh_incoming *out, struct nh_error *err)
{
    enum nh_status status = nh_carry_into(to->path, carried, out, err);
    if (status != NH_PRIMARY_PASSWORD)
        return status;
    status = unlock(to, err);
    return status ? status : nh_carry_into(to->path, carried, out, err);
}

static void tell(struct cli *cli, const struct nh_profile *to, const struct nh_incoming *incoming)
{
    cJSON *object = NULL;
    if (cli->json) {
        cli_json_profile(cli);
        object = cJSON_AddObjectToObject(cli_document(cli), "to");
        cli_json_add(object, "name", to->name);
        cli_json_add(object, "path", to->path);
        cli_json_add(object, "product", to->product);
        cJSON_AddItemToObject(cli_document(cli), "identity",
                              nh_report_identity(incoming->identity));
        cJSON_AddBoolToObject(cli_document(cli), "known", incoming->known);
        cJSON_AddNumberToObject(cli_document(cli), "intermediates",
                                (double)incoming->intermediates);
    } else if (!cli->quiet) {
        cli_line_whole(stdout, 0, 2,
                       incoming->known ? _("%s, issued by %s, is already in %s (%s).")
                                       : _("%s, issued by %s: copied to %s (%s)."),
                       incoming->identity->name, incoming->identity->issuer_name,
                       to->product ? to->product : to->name, to->path);
        for (const char *const *step = nh_hint(to, incoming->identity->mail); *step; step++)
            cli_line_whole(stdout, 2, 2, "%s", _(*step));
    }
}

static enum nh_status copy(struct cli *cli, const struct nh_profile *to, struct nh_error *err)
{
    struct nh_carried carried = {.bytes = {.data = NULL}};
    struct nh_incoming incoming = {.identity = NULL};
    struct nh_identity *identity = NULL;
    enum nh_status status = take(cli, &identity, &carried, err);
    if (!status)
        status = put(to, &carried, &incoming, err);
    nh_carried_reset(&carried);
    if (!status)
        status = cli_journal_open(cli, err);
    /* The copy is made, so a failure here only loses the note. */
    if (!status && !incoming.known)
        nh_copies_add(cli->journal, identity->fingerprint, NH_COPY_PROFILE, to->path, NULL, NULL);
    if (!status)
        tell(cli, to, &incoming);
    nh_incoming_reset(&incoming);
    nh_identity_free(&identity);
    return status;
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    struct nh_profile to = {.name = NULL};
    enum nh_status status = find_target(&to, err);
    if (!status)
        status = enter(cli, &to, err);
    if (!status)
        status = copy(cli, &to, err);
    nh_profile_reset(&to);
    return status;
}

static const struct cli_alias aliases[] = {{.word = "cp"}, {.word = NULL}};

const struct cli_verb cli_copy = {
    .name = "copy",
    .aliases = aliases,
    .summary = N_("copy a certificate and its key to another profile"),
    .help = N_("Usage: nss-helper copy ID --to PROFILE [OPTION…]\n\n"
               "Copies a certificate, its key and the certificates of its issuers directly to\n"
               "another database: of Thunderbird, Chromium or another Firefox profile. Nothing\n"
               "else is written to the disk. You can repeat the command: it changes nothing the\n"
               "second time.\n"),
    .examples = "  nss-helper copy 9f2c41d0 --to Thunderbird:default-esr\n"
                "  nss-helper copy 0x01AF --to Chromium:nssdb\n",
    .options = options,
    .words_least = 1,
    .words_most = 1,
    .takes_id = true,
    .run = run,
};
