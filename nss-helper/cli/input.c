/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/input.h"

#include "cli/installed.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/secret.h"
#include "formats/certfile.h"
#include "formats/incoming.h"
#include "formats/keyfile.h"
#include "lifecycle/issuance.h"
#include "machine/ask.h"

#include <cjson/cJSON.h>

static void add_identities(cJSON *item, const struct input *input,
                           const struct nh_incoming *incoming, size_t count)
{
    if (!input->has_keys) {
        cli_installed_json(item, incoming);
        return;
    }
    cJSON *list = cJSON_AddArrayToObject(item, "identities");
    for (size_t i = 0; i < count; i++) {
        cJSON *identity = cJSON_CreateObject();
        cli_installed_json(identity, &incoming[i]);
        cJSON_AddItemToArray(list, identity);
    }
}

static void add_json(cJSON *list, const struct input *input, const struct nh_incoming *incoming,
                     size_t count)
{
    cJSON *item = cJSON_CreateObject();
    cli_json_add(item, "file", input->name);
    if (input->status)
        cJSON_AddItemToObject(item, "error", cli_json_error(&input->err));
    else
        add_identities(item, input, incoming, count);
    cJSON_AddItemToArray(list, item);
}

static void report(const struct cli *cli, const struct input *input,
                   const struct nh_incoming *incoming, size_t count, cJSON *list)
{
    if (list)
        add_json(list, input, incoming, count);
    else if (!cli->json && input->status)
        cli_complain(input->name, &input->err);
}

void cli_input_refuse(const struct cli *cli, const struct input *input, struct cJSON *list)
{
    report(cli, input, NULL, 0, list);
}

static enum nh_status open_with(struct cli *cli, const struct input *input, const char *password,
                                struct nh_keyfile **keyfile, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    if (!cli->store)
        status = cli_store_open(cli, input->alone ? NH_STORE_WRITE : NH_STORE_READ, err);
    if (status)
        return status;
    cli_progress_begin(cli, "Opening the file ");
    status = nh_keyfile_open(cli->store, input->bytes.data, input->bytes.length, password,
                             cli_language(cli), keyfile, err);
    cli_progress_end();
    return status;
}

/* The password that opened it stays in the input. Nobody is asked while the store is open. */
static enum nh_status open_keys(struct cli *cli, struct input *input, const struct nh_buf *given,
                                struct nh_keyfile **keyfile)
{
    struct nh_error *err = &input->err;
    enum nh_status status = NH_OK;
    if (given->data)
        status = nh_buf_append(&input->password, given->data, given->length, err);
    else
        status = nh_buf_append(&input->password, "", 1, err);
    if (!status)
        status = open_with(cli, input, (char *)input->password.data, keyfile, err);
    for (int i = 0; status == NH_PASSWORD && !given->data && i < NH_ASK_TRIES; i++) {
        nh_store_close(&cli->store);
        nh_buf_reset(&input->password);
        status = nh_ask_file(input->name, false, i, cli_language(cli), &input->password, err);
        if (!status)
            status = open_with(cli, input, (char *)input->password.data, keyfile, err);
    }
    return status;
}

static void look_at_keys(struct cli *cli, struct input *input, const struct nh_buf *given,
                         bool show, cJSON *list)
{
    struct nh_keyfile *keyfile = NULL;
    const struct nh_incomings none = {NULL, 0}, *incoming = &none;
    input->status = open_keys(cli, input, given, &keyfile);
    if (!input->status)
        incoming = nh_keyfile_incoming(keyfile);
    report(cli, input, incoming->items, incoming->count, list);
    if (show && !input->status)
        cli_coming_show(input->name, incoming->items, incoming->count);
    if (input->alone)
        input->opened = keyfile;
    else
        nh_keyfile_free(&keyfile);
}

static enum nh_status read_certificates(struct cli *cli, struct input *input,
                                        struct nh_bufs *certificates)
{
    enum nh_status status = NH_OK;
    if (!cli->store)
        status = cli_store_open(cli, NH_STORE_READ, &input->err);
    if (!status)
        status =
            nh_certfile_read(input->bytes.data, input->bytes.length, certificates, &input->err);
    return status;
}

static void look_at_certificates(struct cli *cli, struct input *input, bool show, cJSON *list)
{
    struct nh_bufs certificates = {NULL, 0};
    struct nh_incoming incoming = {.identity = NULL};
    input->status = read_certificates(cli, input, &certificates);
    if (!input->status)
        input->status = nh_incoming_read(cli->store, &certificates, &incoming, &input->err);
    input->later = input->later && input->status == NH_NO_KEY;
    if (input->later)
        input->status = NH_OK;
    else
        report(cli, input, &incoming, 1, list);
    if (show && !input->status && !input->later)
        cli_coming_show(input->name, &incoming, 1);
    nh_incoming_reset(&incoming);
    nh_bufs_reset(&certificates);
}

void cli_input_look(struct cli *cli, struct input *input, const struct nh_buf *given, bool show,
                    struct cJSON *list)
{
    if (input->has_keys)
        look_at_keys(cli, input, given, show, list);
    else
        look_at_certificates(cli, input, show, list);
}

static void tell(const struct cli *cli, const struct input *input,
                 const struct nh_incoming *incoming, size_t count, cJSON *list)
{
    report(cli, input, incoming, count, list);
    if (list || cli->quiet || input->status)
        return;
    for (size_t i = 0; i < count; i++)
        cli_installed_show(input->name, &incoming[i]);
}

static void store_keys(struct cli *cli, struct input *input, cJSON *list)
{
    const struct nh_incomings none = {NULL, 0}, *incoming = &none;
    struct nh_proof proof;
    /* Not once more for nothing: hundreds of thousands of rounds over the password. */
    if (!input->opened)
        input->status =
            open_with(cli, input, (char *)input->password.data, &input->opened, &input->err);
    if (!input->status) {
        input->status = nh_keyfile_store(input->opened, &input->err);
        incoming = nh_keyfile_incoming(input->opened);
    }
    for (size_t i = 0; !input->status && i < incoming->count; i++)
        input->status = nh_issuance_conclude(cli->journal, &cli->store, incoming->items[i].identity,
                                             &proof, &input->err);
    tell(cli, input, incoming->items, incoming->count, list);
    nh_keyfile_free(&input->opened);
}

static void store_certificates(struct cli *cli, struct input *input, cJSON *list)
{
    struct nh_bufs certificates = {NULL, 0};
    struct nh_installation done = {.reason = NULL};
    input->status = read_certificates(cli, input, &certificates);
    if (!input->status)
        input->status = nh_issuance_import(cli->journal, &cli->store, cli_language(cli),
                                           &certificates, &done, &input->err);
    tell(cli, input, &done.incoming, 1, list);
    nh_installation_reset(&done);
    nh_bufs_reset(&certificates);
}

void cli_input_store(struct cli *cli, struct input *input, struct cJSON *list)
{
    if (!cli->store) /* at first, or lost by the file before */
        input->status = cli_store_open(cli, NH_STORE_WRITE, &input->err);
    if (input->status)
        report(cli, input, NULL, 0, list);
    else if (input->has_keys)
        store_keys(cli, input, list);
    else
        store_certificates(cli, input, list);
}
