/* SPDX-License-Identifier: MPL-2.0 */
#include "export/export.h"

#include "base/buf.h"
#include "base/files.h"
#include "base/language.h"
#include "certificate/identity.h"
#include "cli/cli.h"
#include "cli/confined.h"
#include "cli/enter.h"
#include "cli/meant.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/secret.h"
#include "cli/steps.h"
#include "cli/verbs.h"
#include "export/netfile.h"
#include "export/network.h"
#include "export/targets.h"
#include "export/wifi.h"
#include "export/wifi_describe.h"
#include "formats/certfile.h"
#include "lifecycle/listed.h"
#include "lifecycle/report.h"
#include "machine/ask.h"
#include "machine/newfile.h"
#include "machine/pinentry.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *target_name, *path, *password_file, *password_fd;
static const char *ssid, *radius_ca, *radius_name, *realm, *from;
static bool allow_shared, allow_weak, make_password, with_root;

static const struct cli_option options[] = {
    {.name = "for",
     .argument = "TARGET",
     .about = N_("the program or device that will use the file:"),
     .choice = nh_target_choice,
     .choice_about = nh_target_choice_about,
     .choice_also = nh_target_choice_also,
     .value = &target_name},
    {.name = "output",
     .letter = 'o',
     .argument = "FILE",
     .about = N_("write to this new file; no file is replaced. Its folder must be "
                 "one that nobody else can write to or read. Wi-Fi targets make a "
                 "folder, except Apple's and geteduroam's"),
     .value = &path,
     .creates = true},
    {.name = "radius-ca",
     .argument = "FILE",
     .about = N_("Wi-Fi: the CA of your institution's RADIUS servers. Without it and "
                 "their names, any access point could pretend to be your institution's"),
     .value = &radius_ca},
    {.name = "radius-name",
     .argument = "NAMES",
     .about = N_("Wi-Fi: the names of these servers, separated by commas"),
     .value = &radius_name},
    {.name = "realm",
     .argument = "REALM",
     .about = N_("Wi-Fi: show anonymous@REALM in the clear instead of the e-mail address "
                 "of the certificate"),
     .value = &realm},
    {.name = "ssid",
     .argument = "SSID",
     .about = N_("Wi-Fi: a network other than eduroam"),
     .value = &ssid},
    {.name = "from",
     .argument = "FILE",
     .about = N_("Wi-Fi: take all of these from your institution's .eap-config or "
                 ".mobileconfig file; options beside it take precedence"),
     .value = &from},
    {.name = "allow-shared",
     .about = N_("also write to a folder that others can reach, or to a network, FAT or "
                 "removable disk"),
     .flag = &allow_shared},
    {.name = "with-root",
     .about = N_("also include the root certificate of the chain; whoever trusts it "
                 "already has it"),
     .flag = &with_root},
    {.name = "make-password",
     .about = N_("make a strong password and show it once in a window"),
     .flag = &make_password,
     .excludes = "password-file password-fd"},
    {.name = "password-file",
     .argument = "FILE",
     .about = N_("read the password from the first line of a file"),
     .value = &password_file},
    {.name = "password-fd",
     .argument = "N",
     .about = N_("read it from an open descriptor"),
     .value = &password_fd,
     .excludes = "password-file"},
    {.name = "allow-weak",
     .about = N_("allow a password of fewer than 8 characters (for tests)"),
     .flag = &allow_weak},
    {.name = NULL},
};

static enum nh_status check_words(const struct nh_target **target, struct nh_error *err)
{
    bool wifi = ssid || radius_ca || radius_name || realm || from;
    if (!target_name)
        return nh_fail(err, NH_USAGE, NULL, "export needs a target, for example --for windows.");
    enum nh_status status = nh_target_find(target_name, target, err);
    if (!status && wifi && !(*target)->wifi)
        status = nh_fail(err, NH_USAGE, NULL,
                         "The target \"%s\" is not a Wi-Fi profile and has no network.",
                         (*target)->name);
    return status;
}

/* The settings read with --from; others point into them. */
static struct nh_network netfile;
static enum nh_status read_ca(struct nh_wifi *wifi, struct nh_error *err)
{
    struct nh_buf file = {.data = NULL};
    enum nh_status status = nh_file_read(radius_ca, &file, err);
    if (!status)
        status = nh_certfile_read(file.data, file.length, &wifi->cas, err);
    nh_buf_reset(&file);
    return status ? cli_fail_file(radius_ca, err) : NH_OK;
}

/* Read the file of --from, else the one in the administrator's list, if any. *name is its path,
   allocated. */
static enum nh_status read_file(struct cli *cli, const char *fingerprint, struct nh_buf *file,
                                char **name, struct nh_error *err)
{
    if (from) {
        *name = strdup(from);
        return *name ? nh_file_read(from, file, err) : nh_fail_memory(err);
    }
    enum nh_status status = cli_journal_open(cli, err);
    if (!status)
        status = nh_listed_network(cli->journal, fingerprint, file, name, err);
    return status == NH_NO_NETWORK ? NH_OK : status;
}

static enum nh_status read_from(struct cli *cli, const char *fingerprint, struct nh_wifi *wifi,
                                char **name, struct nh_error *err)
{
    struct nh_buf file = {.data = NULL};
    enum nh_status status = read_file(cli, fingerprint, &file, name, err);
    if (!status && *name)
        status = nh_netfile_read(&file, ssid, &netfile, err);
    if (!status)
        status = nh_network_complete(wifi, &netfile, err);
    if (status && *name)
        cli_fail_file(*name, err);
    nh_buf_reset(&file);
    return status;
}

/* The store is open. Other options take precedence over --from. */
static enum nh_status read_wifi(struct cli *cli, const struct nh_target *target,
                                const char *fingerprint, struct nh_wifi *wifi, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    char *words = NULL, *name = NULL;
    bool by_file = from || (!radius_ca && !radius_name);
    wifi->ssid = ssid;
    wifi->realm = realm;
    if (radius_name)
        status = nh_wifi_names(wifi, radius_name, err);
    if (!status && radius_ca)
        status = read_ca(wifi, err);
    if (!status && by_file)
        status = read_from(cli, fingerprint, wifi, &name, err);
    if (!status)
        status = nh_wifi_check(wifi, target, err);
    if (!status && by_file && (words = nh_wifi_describe(wifi)))
        cli_note(cli, _("Network: %s"), words);
    free(words);
    free(name);
    return status;
}

/* The store stays open for reading, which does not block writers. */
static enum nh_status find(struct cli *cli, const struct nh_target *target,
                           struct nh_identity **out, struct nh_wifi *wifi, struct nh_error *err)
{
    enum nh_status status = cli_store_open(cli, NH_STORE_READ, err);
    if (!status)
        status = cli_meant_find(cli, cli->words[0], out, err);
    if (!status && target->wifi)
        status = read_wifi(cli, target, (*out)->fingerprint, wifi, err);
    return status;
}

/* A new password, typed twice in a window that shows its strength. */
static enum nh_status read_password(const struct nh_target *target, const char *name,
                                    struct nh_buf *password, struct nh_error *err)
{
    const struct nh_asked_new file = {name, nh_target_is_backup(target), target->ascii, allow_weak};
    enum nh_status status = NH_OK;
    if (password_file || password_fd)
        status = cli_secret_read(password_file, password_fd, 1, NH_PASSWORD_MAX, password, err);
    else if (make_password)
        status = nh_ask_made(&file, password, err);
    else
        status = nh_ask_new(&file, password, err);
    return status ? status : nh_target_judge(target, allow_weak, (const char *)password->data, err);
}

static void tell(struct cli *cli, const struct nh_identity *identity, const char *written,
                 const struct nh_names *steps)
{
    if (cli->json) {
        cli_json_profile(cli);
        cJSON_AddItemToObject(cli_document(cli), "identity", nh_report_identity(identity));
        cli_json_add(cli_document(cli), "target", target_name);
    }
    cli_steps_show(cli, written, steps, cli->json ? cli_document(cli) : NULL);
}

static enum nh_status write_out(struct cli *cli, const struct nh_target *target,
                                const struct nh_identity *identity, const struct nh_wifi *wifi,
                                struct nh_error *err)
{
    const struct nh_export_wish wish = {path, allow_shared, with_root, allow_weak};
    struct nh_buf password = {.data = NULL};
    struct nh_names steps = {.items = NULL};
    char *written = NULL;
    enum nh_status status = nh_newfile_check(path, allow_shared, err);
    if (!status)
        status = read_password(target, identity->name, &password, err);
    if (!status)
        status = cli_journal_open(cli, err);
    cli_progress_begin(cli, _("Writing the file"));
    if (!status)
        status = nh_export_write(cli->journal, cli->store, identity, target,
                                 (const char *)password.data, wifi, &wish, &written, err);
    cli_progress_end();
    if (!status)
        status = nh_target_steps(target, written, false, &steps, err);
    if (!status)
        tell(cli, identity, written, &steps);
    nh_names_reset(&steps);
    nh_buf_reset(&password);
    free(written);
    return status;
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    const struct nh_target *target = NULL;
    struct nh_identity *identity = NULL;
    struct nh_wifi wifi = {.ssid = NULL};
    enum nh_status status = check_words(&target, err);
    if (!status)
        status = cli_profile_enter(cli, err);
    if (!status)
        cli_confine(cli, CLI_NEED_RECORDS | (path ? 0 : NH_NEED_FOLDER), NULL);
    if (!status)
        status = find(cli, target, &identity, &wifi, err);
    if (!status)
        status = write_out(cli, target, identity, &wifi, err);
    nh_bufs_reset(&wifi.cas);
    nh_network_reset(&netfile);
    nh_identity_free(&identity);
    return status;
}

static const struct cli_alias aliases[] = {
    {"backup", "for", "backup"}, {.word = "save"}, {.word = "p12"}, {.word = NULL}};

const struct cli_verb cli_export = {
    .name = "export",
    .aliases = aliases,
    .summary = N_("write a certificate and its key to a file for another program"),
    .help = N_("Usage: nss-helper export ID --for TARGET [-o FILE] [OPTION…]\n\n"
               "Writes a certificate, its key and the certificates of its issuers to a new file\n"
               "for another program. The file is always protected by a password and readable by\n"
               "you alone. nss-helper opens it again with the password, then shows its path and\n"
               "what to do next. Without -o the file goes to your download folder. Without a\n"
               "password option a window asks for the password twice.\n"),
    .examples = "  nss-helper export 9f2c41d0 --for windows\n"
                "  nss-helper export 9f2c41d0 --for eduroam-apple --from eduroam.eap-config\n"
                "  nss-helper export 0x01AF --for pem -o taro.pem --password-fd 3 3<secret\n",
    .options = options,
    .words_least = 1,
    .words_most = 1,
    .often = " ID --for TARGET",
    .takes_id = true,
    .run = run,
};
