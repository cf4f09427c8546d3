/* SPDX-License-Identifier: MPL-2.0 */
#include "base/buf.h"

#include "base/files.h"
#include "cli/cli.h"
#include "cli/enter.h"
#include "cli/input.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/secret.h"
#include "cli/verbs.h"
#include "formats/keyfile.h"
#include "machine/pinentry.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

static const char *password_file, *password_fd;
static bool dry_run;

static const struct cli_option options[] = {
    {.name = "dry-run",
     .letter = 'n',
     .about = "show what would come in, and write nothing",
     .flag = &dry_run},
    {.name = "password-file",
     .argument = "FILE",
     .about = "read the password of the files with keys from a file: one line",
     .value = &password_file},
    {.name = "password-fd",
     .argument = "N",
     .about = "read it from an open descriptor",
     .value = &password_fd},
    {.name = NULL},
};

/* Without one of the options it stays empty. */
static enum nh_status read_password(const struct cli *cli, struct nh_buf *password,
                                    struct nh_error *err)
{
    if (password_file && password_fd)
        return nh_fail(err, NH_USAGE, NULL,
                       "The password comes from a file or from a descriptor, not from both.");
    if (!password_file && !password_fd)
        return NH_OK;
    for (size_t i = 0; i < cli->count && password_fd; i++)
        if (strcmp(cli->words[i], "-") == 0 && strcmp(password_fd, "0") == 0)
            return nh_fail(err, NH_USAGE, NULL,
                           "Standard input is the file already: it can't be the password, too.");
    return cli_secret_read(password_file, password_fd, 0, NH_PASSWORD_MAX, password, err);
}

/* The files are read before the database is opened: a pipe may take its time. */
static struct input *read_inputs(const struct cli *cli)
{
    struct input *inputs = calloc(cli->count, sizeof *inputs);
    for (size_t i = 0; inputs && i < cli->count; i++) {
        struct input *it = &inputs[i];
        it->name = strcmp(cli->words[i], "-") == 0 ? "standard input" : cli->words[i];
        it->status = nh_file_read(cli->words[i], &it->bytes, &it->err);
        it->has_keys = !it->status && nh_keyfile_recognise(it->bytes.data, it->bytes.length);
        it->alone = it->has_keys && cli->count == 1 && !dry_run;
    }
    return inputs;
}

static void free_inputs(const struct cli *cli, struct input *inputs)
{
    for (size_t i = 0; inputs && i < cli->count; i++) {
        nh_keyfile_free(&inputs[i].opened);
        nh_buf_reset(&inputs[i].bytes);
        nh_buf_reset(&inputs[i].password);
    }
    free(inputs);
}

/* Whether any of them can go in. With --json only a dry run tells of it here. */
static bool look_at_all(struct cli *cli, struct input *inputs, const struct nh_buf *password,
                        cJSON *list)
{
    bool show = !cli->json && (!cli->quiet || dry_run), any = false, keys = false;
    for (size_t i = 0; i < cli->count; i++) {
        struct input *it = &inputs[i];
        it->later = keys && !dry_run;
        if (!it->status)
            cli_input_look(cli, it, password, show, dry_run ? list : NULL);
        else
            cli_input_refuse(cli, it, dry_run ? list : NULL);
        any |= !it->status;
        keys |= !it->status && it->has_keys;
    }
    if (!inputs[0].opened)
        nh_store_close(&cli->store);
    return any;
}

static enum nh_status store_all(struct cli *cli, struct input *inputs, cJSON *list,
                                struct nh_error *err)
{
    enum nh_status status = cli->store ? NH_OK : cli_store_open(cli, NH_STORE_WRITE, err);
    if (!status)
        status = cli_journal_open(cli, err);
    for (size_t i = 0; !status && i < cli->count; i++) {
        if (!inputs[i].status)
            cli_input_store(cli, &inputs[i], list);
        else if (list)
            cli_input_refuse(cli, &inputs[i], list);
    }
    return status;
}

static enum nh_status import_all(struct cli *cli, struct input *inputs,
                                 const struct nh_buf *password, struct nh_error *err)
{
    cJSON *list = NULL;
    enum nh_status status = NH_OK;
    if (cli->json) {
        cli_json_profile(cli);
        if (dry_run)
            cJSON_AddBoolToObject(cli_document(cli), "dryRun", true);
        list = cJSON_AddArrayToObject(cli_document(cli), "files");
    }
    bool any = look_at_all(cli, inputs, password, list);
    if (!dry_run && (any || list))
        status = store_all(cli, inputs, list, err);
    if (status)
        return status;
    cli->reported = true;
    for (size_t i = 0; !status && i < cli->count; i++) {
        status = inputs[i].status;
        *err = inputs[i].err;
    }
    return status;
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    struct nh_buf password = {.data = NULL};
    enum nh_status status = cli_profile_enter(cli, err);
    if (!status)
        status = read_password(cli, &password, err);
    if (status)
        return status;
    struct input *inputs = read_inputs(cli);
    if (!inputs)
        status = nh_fail_memory(err);
    if (!status)
        status = cli_store_open(cli, inputs[0].alone ? NH_STORE_WRITE : NH_STORE_READ, err);
    if (!status)
        status = import_all(cli, inputs, &password, err);
    if (dry_run)
        cli_note(cli, "Nothing was written: this was a dry run.");
    free_inputs(cli, inputs);
    nh_buf_reset(&password);
    return status;
}

const struct cli_verb cli_import = {
    .name = "import",
    .summary = "put a certificate beside its key, or both from one file",
    .help = "Usage: nss-helper import FILE… [OPTION…]\n\n"
            "Reads certificates (DER, PEM, PKCS#7, base64; \"-\" is standard input) and puts the\n"
            "one whose key is in the profile beside that key, and its intermediates after it,\n"
            "and proves that key and certificate fit. From a PKCS#12 file (.p12, .pfx) and from\n"
            "PEM with encrypted keys, all keys with their certificates go in. What will come in\n"
            "is shown first. No certificate is trusted by this. One without its key is refused,\n"
            "and nothing of its file is stored. Repeating it changes nothing.\n",
    .examples = "  nss-helper import taro.p7b\n"
                "  curl -s https://ca.example/taro.pem | nss-helper import -\n"
                "  nss-helper import --dry-run taro.p12\n"
                "  nss-helper import taro.p12 --password-fd 3 3< <(pass show ca/pin)\n",
    .options = options,
    .words_least = 1,
    .words_most = CLI_MANY,
    .run = run,
};
