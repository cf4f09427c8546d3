/* SPDX-License-Identifier: MPL-2.0 */
#include "export.h"
#include "ask.h"
#include "buf.h"
#include "cli.h"
#include "identity.h"
#include "json.h"
#include "output.h"
#include "pinentry.h"
#include "secret.h"
#include <cjson/cJSON.h>
#include <stdlib.h>

static const char *target_name, *path, *password_file, *password_fd;
static bool allow_shared, make_password;

static const struct cli_option options[] = {
    {"for", 0, &target_name, NULL},
    {"output", 'o', &path, NULL},
    {"password-file", 0, &password_file, NULL},
    {"password-fd", 0, &password_fd, NULL},
    {"make-password", 0, NULL, &make_password},
    {"allow-shared", 0, NULL, &allow_shared},
    {NULL, 0, NULL, NULL},
};

static enum nh_status check_words(const struct nh_target **target, struct nh_error *err)
{
    if (target_name == NULL)
        return nh_fail(err, NH_USAGE, NULL, "\"export\" needs a target: --for windows, for example.");
    if ((password_file != NULL) + (password_fd != NULL) + make_password > 1)
        return nh_fail(err, NH_USAGE, NULL,
                       "The password comes from a file, from a descriptor, or is made here.");
    return nh_target_find(target_name, target, err);
}

static enum nh_status find(struct cli *cli, struct nh_identity **out, struct nh_error *err)
{
    enum nh_status status = cli_store_open(cli, NH_STORE_READ, err);

    if (status == NH_OK)
        status = nh_identity_find(cli->store, cli->words[0], out, err);
    nh_store_close(&cli->store);
    return status;
}

/* Chosen anew: typed twice in a window that shows how strong it is. */
static enum nh_status read_password(struct cli *cli, const struct nh_target *target,
                                    const char *name, struct nh_buf *password,
                                    struct nh_error *err)
{
    enum nh_status status = NH_OK;

    if (password_file != NULL || password_fd != NULL)
        status = cli_secret_read(password_file, password_fd, 1, NH_PASSWORD_MAX, password, err);
    else if (make_password)
        status = nh_ask_made(name, cli_language(cli), password, err);
    else
        status = nh_ask_new(name, cli_language(cli), password, err);
    return status == NH_OK ? nh_target_judge(target, (const char *)password->data, err) : status;
}

static void tell(struct cli *cli, const struct nh_target *target,
                 const struct nh_identity *identity, const char *written)
{
    const char *const *steps = nh_target_steps(target, cli_language(cli));
    cJSON *list = NULL;

    if (cli->json) {
        cli_json_profile(cli);
        cJSON_AddItemToObject(cli_document(cli), "identity", nh_json_identity(identity));
        cli_json_add(cli_document(cli), "target", target->name);
        cli_json_add(cli_document(cli), "path", written);
        list = cJSON_AddArrayToObject(cli_document(cli), "steps");
        for (; *steps != NULL; steps++)
            cJSON_AddItemToArray(list, cJSON_CreateString(*steps));
        return;
    }
    cli_print(stdout, "%s\n", written);
    for (int number = 1; !cli->quiet && *steps != NULL; steps++, number++)
        cli_print(stdout, "  %d. %s\n", number, *steps);
}

static enum nh_status export(struct cli *cli, const struct nh_target *target,
                             const struct nh_identity *identity, struct nh_error *err)
{
    const struct nh_export_place place = {path, allow_shared};
    struct nh_buf password = {.data = NULL};
    char *written = NULL;
    enum nh_status status = read_password(cli, target, identity->name, &password, err);

    if (status == NH_OK)
        status = cli_journal_open(cli, err);
    if (status == NH_OK)
        status = nh_export_write(cli->journal, cli->chosen.path, identity->fingerprint, target,
                                 (const char *)password.data, &place, &written, err);
    if (status == NH_OK)
        tell(cli, target, identity, written);
    nh_buf_reset(&password);
    free(written);
    return status;
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    const struct nh_target *target = NULL;
    struct nh_identity *identity = NULL;
    enum nh_status status = check_words(&target, err);

    if (status == NH_OK)
        status = cli_profile_enter(cli, err);
    if (status == NH_OK)
        status = find(cli, &identity, err);
    if (status == NH_OK)
        status = export(cli, target, identity, err);
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
            "download folder.\n\n"
            "      --for TARGET           what it is for:\n"
            "                               windows, windows-old, macos, ios, android,\n"
            "                               thunderbird, java, linux, pem\n"
            "  -o, --output FILE          a new file; none is replaced. Nobody else may be able\n"
            "                             to write in its folder, or to reach into it\n"
            "      --allow-shared         a folder that others can reach, a network, FAT or\n"
            "                             removable disk will do\n"
            "      --make-password        make a strong one, and show it once in a window\n"
            "      --password-file FILE   read its password from the first line of FILE\n"
            "      --password-fd N        read it from the open descriptor N\n\n"
            "Without these the password is asked for in a window, twice.\n",
    .examples = "  nss-helper export 9f2c41d0 --for windows\n"
                "  nss-helper export 0x01AF --for pem -o taro.pem --password-fd 3 3<secret\n",
    .options = options,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};
