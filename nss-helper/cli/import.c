/* SPDX-License-Identifier: MPL-2.0 */
#include "buf.h"
#include "certfile.h"
#include "cli.h"
#include "files.h"
#include "installed.h"
#include "issuance.h"
#include "keys.h"
#include "output.h"
#include "pfx.h"
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

/* One FILE: its bytes, or why there are none. */
struct input {
    const char *name;
    struct nh_buf bytes;
    struct nh_error err;
    enum nh_status status;
};

static void import_one(struct cli *cli, struct input *input, cJSON *list)
{
    struct nh_bufs certificates = {NULL, 0};
    struct nh_installation done = {.reason = NULL};
    cJSON *item = cJSON_CreateObject();

    if (input->status == NH_OK)
        input->status = nh_certfile_read(input->bytes.data, input->bytes.length, &certificates,
                                         &input->err);
    if (input->status == NH_OK)
        input->status = nh_issuance_import(cli->journal, &cli->store, cli_language(cli),
                                           &certificates, &done, &input->err);
    cli_json_add(item, "file", input->name);
    if (input->status != NH_OK)
        cJSON_AddItemToObject(item, "error", cli_json_error(&input->err));
    else
        cli_installed_json(item, &done.answer);
    if (list != NULL)
        cJSON_AddItemToArray(list, item);
    else
        cJSON_Delete(item);
    if (!cli->json && input->status != NH_OK)
        cli_complain(input->name, &input->err);
    else if (!cli->json && !cli->quiet)
        cli_installed_show(input->name, &done.answer);
    nh_installation_reset(&done);
    nh_bufs_reset(&certificates);
}

/* The files are read before the database is opened: a pipe may take its time. */
static struct input *read_inputs(const struct cli *cli)
{
    struct input *inputs = calloc(cli->count, sizeof *inputs);

    for (size_t i = 0; inputs != NULL && i < cli->count; i++) {
        bool is_stdin = strcmp(cli->words[i], "-") == 0;
        inputs[i].name = is_stdin ? "standard input" : cli->words[i];
        inputs[i].status = nh_file_read(cli->words[i], &inputs[i].bytes, &inputs[i].err);
    }
    return inputs;
}

static bool is_keyfile(const struct input *input)
{
    return input->status == NH_OK && nh_pfx_recognise(input->bytes.data, input->bytes.length);
}

static enum nh_status import_all(struct cli *cli, struct input *inputs,
                                 const struct nh_buf *password, struct nh_error *err)
{
    cJSON *list = NULL;
    enum nh_status status = NH_OK;

    if (cli->json) {
        cli_json_profile(cli);
        list = cJSON_AddArrayToObject(cli_document(cli), "files");
    }
    for (size_t i = 0; i < cli->count; i++) {
        if (cli->store == NULL && inputs[i].status == NH_OK) /* lost by the file before */
            inputs[i].status = cli_store_open(cli, NH_STORE_WRITE, &inputs[i].err);
        if (is_keyfile(&inputs[i]))
            inputs[i].status = cli_keys_import(cli, inputs[i].name, &inputs[i].bytes, password,
                                                  list, &inputs[i].err);
        else
            import_one(cli, &inputs[i], list);
        if (status == NH_OK && inputs[i].status != NH_OK) {
            status = inputs[i].status;
            *err = inputs[i].err;
        }
    }
    cli->reported = true;
    return status;
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    struct input *inputs = NULL;
    struct nh_buf password = {.data = NULL};
    enum nh_status status = cli_profile_enter(cli, err);

    if (status == NH_OK)
        status = cli_keys_password(cli, &password, err);
    if (status != NH_OK)
        return status;
    inputs = read_inputs(cli);
    if (inputs == NULL)
        status = nh_fail_memory(err);
    if (status == NH_OK)
        status = cli_store_open(cli, NH_STORE_WRITE, err);
    if (status == NH_OK)
        status = cli_journal_open(cli, err);
    if (status == NH_OK)
        status = import_all(cli, inputs, &password, err);
    for (size_t i = 0; inputs != NULL && i < cli->count; i++)
        nh_buf_reset(&inputs[i].bytes);
    free(inputs);
    nh_buf_reset(&password);
    return status;
}

const struct cli_verb cli_import = {
    .name = "import",
    .summary = "put a certificate beside its key, or both from a .p12 file",
    .help = "Usage: nss-helper import FILE… [OPTION…]\n\n"
            "Reads certificates (DER, PEM, PKCS#7, base64; \"-\" is standard input) and puts the\n"
            "one whose key is in the profile beside that key, and its intermediates after it,\n"
            "and proves that key and certificate fit. From a PKCS#12 file (.p12, .pfx), all\n"
            "keys with their certificates go in. No certificate is trusted by this. One\n"
            "without its key is refused, and nothing of its file is stored. Repeating it\n"
            "changes nothing.\n\n"
            "      --password-file FILE\n"
            "      --password-fd N  read the password of the PKCS#12 files: one line\n",
    .examples = "  nss-helper import taro.p7b\n"
                "  curl -s https://ca.example/taro.pem | nss-helper import -\n"
                "  nss-helper import taro.p12 --password-fd 3 3< <(pass show ca/pin)\n",
    .options = cli_keys_options,
    .words_least = 1,
    .words_most = CLI_MANY,
    .run = run,
};
