/* SPDX-License-Identifier: MPL-2.0 */
#include "export/export.h"

#include "base/buf.h"
#include "base/files.h"
#include "certificate/find.h"
#include "cli/cli.h"
#include "cli/enter.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/secret.h"
#include "cli/verbs.h"
#include "export/netfile.h"
#include "export/network.h"
#include "export/targets.h"
#include "export/wifi.h"
#include "export/wifi_describe.h"
#include "formats/certfile.h"
#include "lifecycle/report.h"
#include "machine/ask.h"
#include "machine/pinentry.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *target_name, *path, *password_file, *password_fd;
static const char *ssid, *radius_ca, *radius_name, *realm, *from;
static bool allow_shared, make_password;

static const struct cli_option options[] = {
    {.name = "for",
     .argument = "TARGET",
     .about = "what it is for:",
     .choice = nh_target_choice,
     .choice_about = nh_target_choice_about,
     .value = &target_name},
    {.name = "output",
     .letter = 'o',
     .argument = "FILE",
     .about = "a new file; none is replaced. Nobody else may be able to write in its "
              "folder, or to reach into it. Those for Wi-Fi but Apple's and "
              "geteduroam's make a folder",
     .value = &path},
    {.name = "radius-ca",
     .argument = "FILE",
     .about = "Wi-Fi: the CA of the institution's RADIUS servers. Without it and their "
              "names any access point could take their place",
     .value = &radius_ca},
    {.name = "radius-name",
     .argument = "NAMES",
     .about = "Wi-Fi: their names, separated by commas",
     .value = &radius_name},
    {.name = "realm",
     .argument = "REALM",
     .about = "Wi-Fi: be anonymous@REALM in the clear, and not the e-mail address of "
              "the certificate",
     .value = &realm},
    {.name = "ssid",
     .argument = "SSID",
     .about = "Wi-Fi: another network than eduroam",
     .value = &ssid},
    {.name = "from",
     .argument = "FILE",
     .about = "Wi-Fi: take all of these from the institution's own .eap-config or "
              ".mobileconfig; what is said beside it counts more",
     .value = &from},
    {.name = "allow-shared",
     .about = "a folder that others can reach, a network, FAT or removable disk will do",
     .flag = &allow_shared},
    {.name = "make-password",
     .about = "make a strong one, and show it once in a window",
     .flag = &make_password},
    {.name = "password-file",
     .argument = "FILE",
     .about = "read its password from the first line of a file",
     .value = &password_file},
    {.name = "password-fd",
     .argument = "N",
     .about = "read it from an open descriptor",
     .value = &password_fd},
    {.name = NULL},
};

static enum nh_status check_words(const struct nh_target **target, struct nh_error *err)
{
    bool wifi = ssid || radius_ca || radius_name || realm || from;
    if (!target_name)
        return nh_fail(err, NH_USAGE, NULL,
                       "\"export\" needs a target: --for windows, for example.");
    if (!!password_file + !!password_fd + make_password > 1)
        return nh_fail(err, NH_USAGE, NULL,
                       "The password comes from a file, from a descriptor, or is made here.");
    enum nh_status status = nh_target_find(target_name, target, err);
    if (!status && wifi && !(*target)->wifi)
        status = nh_fail(err, NH_USAGE, NULL, "\"%s\" is no Wi-Fi profile: it has no network.",
                         (*target)->name);
    return status;
}

/* What was read of --from: it outlives the settings that are taken from it. */
static struct nh_network netfile;
static enum nh_status read_ca(struct nh_wifi *wifi, struct nh_error *err)
{
    struct nh_buf file = {.data = NULL};
    enum nh_status status = nh_file_read(radius_ca, &file, err);
    if (!status)
        status = nh_certfile_read(file.data, file.length, &wifi->cas, err);
    nh_buf_reset(&file);
    return status;
}

static enum nh_status read_from(struct nh_wifi *wifi, struct nh_error *err)
{
    struct nh_buf file = {.data = NULL};
    enum nh_status status = nh_file_read(from, &file, err);
    if (!status)
        status = nh_netfile_read(&file, ssid, &netfile, err);
    if (!status)
        status = nh_network_complete(wifi, &netfile, err);
    nh_buf_reset(&file);
    return status;
}

/* The store is open to read certificates. What is said beside --from counts more. */
static enum nh_status read_wifi(struct cli *cli, const struct nh_target *target,
                                struct nh_wifi *wifi, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    char *words = NULL;
    wifi->ssid = ssid;
    wifi->realm = realm;
    if (radius_name)
        status = nh_wifi_names(wifi, radius_name, err);
    if (!status && radius_ca)
        status = read_ca(wifi, err);
    if (!status && from)
        status = read_from(wifi, err);
    if (!status)
        status = nh_wifi_check(wifi, target, err);
    if (!status && from && (words = nh_wifi_describe(wifi)))
        cli_note(cli, "The network: %s.", words);
    free(words);
    return status;
}

/* The store stays open, to read: whoever writes to it meanwhile is not held up. */
static enum nh_status find(struct cli *cli, const struct nh_target *target,
                           struct nh_identity **out, struct nh_wifi *wifi, struct nh_error *err)
{
    enum nh_status status = cli_store_open(cli, NH_STORE_READ, err);
    if (!status)
        status = nh_identity_find(cli->store, cli->words[0], out, err);
    if (!status && target->wifi)
        status = read_wifi(cli, target, wifi, err);
    return status;
}

/* Chosen anew: typed twice in a window that shows how strong it is. */
static enum nh_status read_password(struct cli *cli, const struct nh_target *target,
                                    const char *name, struct nh_buf *password, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    if (password_file || password_fd)
        status = cli_secret_read(password_file, password_fd, 1, NH_PASSWORD_MAX, password, err);
    else if (make_password)
        status = nh_ask_made(name, cli_language(cli), password, err);
    else
        status = nh_ask_new(name, target->ascii, cli_language(cli), password, err);
    return status ? status : nh_target_judge(target, (const char *)password->data, err);
}

static void tell(struct cli *cli, const struct nh_identity *identity, const char *written,
                 const struct nh_names *steps)
{
    cJSON *list = NULL;
    if (cli->json) {
        cli_json_profile(cli);
        cJSON_AddItemToObject(cli_document(cli), "identity", nh_report_identity(identity));
        cli_json_add(cli_document(cli), "target", target_name);
        cli_json_add(cli_document(cli), "path", written);
        list = cJSON_AddArrayToObject(cli_document(cli), "steps");
    } else {
        cli_print(stdout, "%s\n", written);
    }
    for (size_t i = 0; i < steps->count; i++) {
        if (list)
            cJSON_AddItemToArray(list, cJSON_CreateString(steps->items[i]));
        else if (!cli->quiet)
            cli_print(stdout, "  %zu. %s\n", i + 1, steps->items[i]);
    }
}

static enum nh_status write_out(struct cli *cli, const struct nh_target *target,
                                const struct nh_identity *identity, const struct nh_wifi *wifi,
                                struct nh_error *err)
{
    const struct nh_export_destination place = {path, allow_shared};
    struct nh_buf password = {.data = NULL};
    struct nh_names steps = {.items = NULL};
    char *written = NULL;
    enum nh_status status = read_password(cli, target, identity->name, &password, err);
    if (!status)
        status = cli_journal_open(cli, err);
    if (!status)
        status = nh_export_write(cli->journal, cli->store, identity, target,
                                 (const char *)password.data, wifi, &place, &written, err);
    if (!status)
        status = nh_target_steps(target, cli_language(cli), written, &steps, err);
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
        status = find(cli, target, &identity, &wifi, err);
    if (!status)
        status = write_out(cli, target, identity, &wifi, err);
    nh_bufs_reset(&wifi.cas);
    nh_network_reset(&netfile);
    nh_identity_free(&identity);
    return status;
}

const struct cli_verb cli_export = {
    .name = "export",
    .summary = "a certificate with its key for another program, as a file",
    .help = "Usage: nss-helper export ID --for TARGET [-o FILE] [OPTION…]\n\n"
            "Writes the certificate, its key and its issuers into a new file for another\n"
            "program, always under a password, for you alone; opens it once more with that\n"
            "password, and shows its path and what to do there. Without -o it is in your\n"
            "download folder. Without an option for it, the password is asked for in a window,\n"
            "twice.\n",
    .examples = "  nss-helper export 9f2c41d0 --for windows\n"
                "  nss-helper export 9f2c41d0 --for eduroam-apple --from eduroam.eap-config\n"
                "  nss-helper export 0x01AF --for pem -o taro.pem --password-fd 3 3<secret\n",
    .options = options,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};
