/* SPDX-License-Identifier: MPL-2.0 */
#include "buf.h"
#include "certfile.h"
#include "cli.h"
#include "files.h"
#include "identity.h"
#include "json.h"
#include "output.h"
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

/* "ja" of LANG=ja_JP.UTF-8: the language of the nickname. */
static const char *language(char text[16])
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *value = NULL;

    for (size_t i = 0; i < 3 && (value == NULL || value[0] == '\0'); i++)
        value = getenv(names[i]);
    if (value == NULL || value[0] == '\0')
        value = "en";
    snprintf(text, 16, "%.*s", (int)strcspn(value, "_.@"), value);
    return text;
}

static void show(const struct input *input, const struct nh_answer *answer)
{
    const struct nh_identity *identity = answer->identity;
    char from[CLI_DATE_SIZE], until[CLI_DATE_SIZE];

    cli_print(stdout, "%s: ", input->name);
    cli_tone(stdout, answer->known ? CLI_PLAIN : CLI_GOOD);
    cli_print(stdout, "%s", answer->known     ? "is there already"
                            : answer->renewed ? "installed, a further one for its key"
                                              : "installed");
    cli_tone(stdout, CLI_PLAIN);
    cli_print(stdout, "\n  name         %s\n", identity->name);
    for (char **email = identity->emails; *email != NULL; email++)
        cli_print(stdout, "  e-mail       %s\n", *email);
    cli_print(stdout, "  issuer       %s\n", identity->issuer);
    cli_print(stdout, "  serial       %s (decimal %s)\n", identity->serial_hex,
              identity->serial_decimal);
    cli_print(stdout, "  valid        %s to %s (UTC)\n", cli_date(identity->not_before, from),
              cli_date(identity->not_after, until));
    cli_print(stdout, "  fingerprint  %s\n", identity->fingerprint);
    if (answer->intermediates > 0)
        cli_print(stdout, "  with %zu intermediate certificate%s\n", answer->intermediates,
                  answer->intermediates == 1 ? "" : "s");
}

static void add_json(cJSON *item, const struct nh_answer *answer)
{
    cJSON *added = NULL;

    cJSON_AddItemToObject(item, "identity", nh_json_identity(answer->identity));
    added = cJSON_AddObjectToObject(item, "added");
    cJSON_AddNumberToObject(added, "identities", answer->known ? 0 : 1);
    cJSON_AddNumberToObject(added, "intermediates", (double)answer->intermediates);
    cJSON_AddBoolToObject(item, "known", answer->known);
}

static void import_one(struct cli *cli, struct input *input, cJSON *list)
{
    struct nh_bufs certificates = {NULL, 0};
    struct nh_answer answer = {.identity = NULL};
    char text[16];
    cJSON *item = cJSON_CreateObject();

    if (input->status == NH_OK)
        input->status = nh_certfile_read(input->bytes.data, input->bytes.length, &certificates,
                                         &input->err);
    if (input->status == NH_OK)
        input->status = nh_identity_install(cli->store, &certificates, language(text), &answer,
                                            &input->err);
    cli_json_add(item, "file", input->name);
    if (input->status != NH_OK)
        cJSON_AddItemToObject(item, "error", cli_json_error(&input->err));
    else
        add_json(item, &answer);
    if (list != NULL)
        cJSON_AddItemToArray(list, item);
    else
        cJSON_Delete(item);
    if (!cli->json && input->status != NH_OK)
        cli_complain(input->name, &input->err);
    else if (!cli->json && !cli->quiet)
        show(input, &answer);
    nh_answer_reset(&answer);
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

static enum nh_status import_all(struct cli *cli, struct input *inputs, struct nh_error *err)
{
    cJSON *list = NULL;
    enum nh_status status = NH_OK;

    if (cli->json) {
        cli_json_profile(cli);
        list = cJSON_AddArrayToObject(cli_document(cli), "files");
    }
    for (size_t i = 0; i < cli->count; i++) {
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
    enum nh_status status = cli_profile_enter(cli, err);

    if (status != NH_OK)
        return status;
    inputs = read_inputs(cli);
    if (inputs == NULL)
        return nh_fail_memory(err);
    status = cli_store_open(cli, NH_STORE_WRITE, err);
    if (status == NH_OK)
        status = import_all(cli, inputs, err);
    for (size_t i = 0; i < cli->count; i++)
        nh_buf_reset(&inputs[i].bytes);
    free(inputs);
    return status;
}

const struct cli_verb cli_import = {
    .name = "import",
    .summary = "put a certificate beside its key",
    .help = "Usage: nss-helper import FILE… [OPTION…]\n\n"
            "Reads certificates (DER, PEM, PKCS#7, base64; \"-\" is standard input) and puts the\n"
            "one whose key is in the profile beside that key, and its intermediates after it.\n"
            "No certificate is trusted by this. One without its key is refused, and nothing of\n"
            "its file is stored. Repeating it changes nothing.\n",
    .examples = "  nss-helper import taro.p7b\n"
                "  curl -s https://ca.example/taro.pem | nss-helper import -\n",
    .words_least = 1,
    .words_most = CLI_MANY,
    .run = run,
};
