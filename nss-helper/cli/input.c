/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/input.h"

#include "base/language.h"
#include "certificate/identity.h"
#include "certificate/verify.h"
#include "cli/installed.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "formats/certfile.h"
#include "formats/incoming.h"
#include "formats/keyfile.h"
#include "lifecycle/issuance.h"
#include "lifecycle/report.h"

#include <cert.h>
#include <cjson/cJSON.h>
#include <stdlib.h>

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

static void keep_json(struct input *input, const struct nh_incoming *incoming, size_t count)
{
    cJSON *item = cJSON_CreateObject();
    cli_json_add(item, "file", input->name);
    if (input->status)
        cJSON_AddItemToObject(item, "error", cli_json_error(&input->err));
    else
        add_identities(item, input, incoming, count);
    if (input->open_key)
        cJSON_AddBoolToObject(item, "openKey", true);
    cJSON_Delete(input->item);
    input->item = item;
}

static void report(const struct cli *cli, struct input *input, const struct nh_incoming *incoming,
                   size_t count, bool tell)
{
    if (tell)
        keep_json(input, incoming, count);
    else if (!cli->json && input->status)
        cli_complain(input->name, &input->err);
}

/* Report a fault that does not prevent the import. */
static void tell_finding(const struct cli *cli, struct input *input)
{
    if (input->finding.status && input->item)
        cJSON_AddItemToObject(input->item, "error", cli_json_error(&input->finding));
    else if (input->finding.status && !cli->json)
        cli_complain(input->name, &input->finding);
}

void cli_input_refuse(const struct cli *cli, struct input *input, bool tell)
{
    report(cli, input, NULL, 0, tell);
}

static enum nh_status open_store(struct cli *cli, const struct input *input, struct nh_error *err)
{
    if (cli->store)
        return NH_OK;
    return cli_store_open(cli, input->alone ? NH_STORE_WRITE : NH_STORE_READ, err);
}

/* Try with the passwords given so far, and the certificates of other files. */
static enum nh_status open_once(struct cli *cli, struct input *input, const struct inputs *all)
{
    struct nh_opening *opening = &input->given.opening;
    enum nh_status status = open_store(cli, input, &input->err);
    if (status)
        return status;
    cli_progress_begin(cli, _("Opening the file"));
    status = nh_keyfile_open(cli->store, input->bytes.data, input->bytes.length, opening,
                             &input->opened, &input->err);
    bool lacks = status == NH_NO_CERTIFICATE || status == NH_NOT_PROVEN;
    if (lacks && !opening->beside && all->certificates.count) {
        opening->beside = &all->certificates;
        status = nh_keyfile_open(cli->store, input->bytes.data, input->bytes.length, opening,
                                 &input->opened, &input->err);
    }
    cli_progress_end();
    return status;
}

/* Whether options already answer this question. */
static bool is_given(const struct inputs *all, enum nh_status wanting)
{
    const struct nh_opening *options = all->options;
    switch (wanting) {
    case NH_OPEN_KEY: return !all->may_ask_open;
    case NH_KEY_PASSWORD: return options->password || options->key_password;
    default: return options->password != NULL;
    }
}

/* The store is closed while the person is asked. */
static enum nh_status ask(struct cli *cli, struct input *input, const struct inputs *all,
                          enum nh_status wanting)
{
    struct nh_error asked = {.status = NH_OK};
    if (is_given(all, wanting))
        return wanting;
    if (input->alone)
        nh_store_close(&cli->store);
    cli_progress_pause();
    enum nh_status status = nh_given_ask(&input->given, wanting, &asked);
    cli_progress_resume();
    if (status == NH_NO_PINENTRY && wanting == NH_OPEN_KEY)
        return wanting; /* its message names the option */
    if (status && asked.status)
        input->err = asked;
    return status;
}

static enum nh_status open_keys(struct cli *cli, struct input *input, const struct inputs *all)
{
    struct nh_opening *opening = &input->given.opening;
    input->given.file.name = input->name;
    *opening = *all->options;
    if (!opening->password)
        opening->password = "";
    enum nh_status status = NH_OK;
    while (!status) {
        status = open_once(cli, input, all);
        if (!nh_given_lacks(status))
            break;
        status = ask(cli, input, all, status);
    }
    return status;
}

void cli_input_read(struct input *input, struct inputs *all)
{
    if (input->status || input->has_keys)
        return;
    input->status =
        nh_certfile_read(input->bytes.data, input->bytes.length, &input->certificates, &input->err);
    for (size_t i = 0; i < input->certificates.count; i++) {
        const struct nh_buf *it = &input->certificates.items[i];
        nh_bufs_add(&all->certificates, it->data, it->length);
    }
}

/* A certificate without a use or with a bad chain is imported anyway, as a program may need it. An
   incomplete chain may be completed by the next file. */
static void find_faults(struct input *input, const struct nh_identity *identity,
                        const struct nh_proof *proof)
{
    if (!input->incomplete && proof->chain == NH_CHAIN_INCOMPLETE)
        input->incomplete = identity;
    if (!input->finding.status && (proof->use || proof->chain == NH_CHAIN_BAD))
        nh_proof_judge(proof, &input->finding);
}

static void make_room(struct input *input, size_t count)
{
    input->brought.items = calloc(count + 1, sizeof(struct nh_identity *));
    if (!input->brought.items)
        input->status = nh_fail_memory(&input->err);
}

/* Move the identities to the input, if there is room: the rest of `incoming` is freed earlier. */
static void keep(struct input *input, struct nh_incoming *incoming, size_t count)
{
    struct nh_identities *brought = &input->brought;
    for (size_t i = 0; brought->items && i < count; i++) {
        brought->items[brought->count++] = incoming[i].identity;
        incoming[i].identity = NULL;
    }
}

static void show_coming(struct cli *cli, struct input *input, struct inputs *all,
                        struct nh_incoming *incoming, size_t count)
{
    if (!input->status && all->dry_run)
        make_room(input, count);
    report(cli, input, incoming, count, all->tell_coming);
    if (input->status)
        return;
    all->order[all->ordered++] = input;
    if (all->show)
        cli_coming_show(input->name, incoming, count);
    keep(input, incoming, count);
}

void cli_input_foresee(struct cli *cli, struct input *input, struct inputs *all)
{
    struct nh_proof proof;
    for (size_t i = 0; i < input->brought.count && !input->status; i++) {
        const struct nh_identity *identity = input->brought.items[i];
        input->status = nh_verify(cli->store, identity, &proof, &input->err);
        find_faults(input, identity, &proof);
    }
    if (input->status)
        report(cli, input, NULL, 0, all->tell_coming);
    else
        tell_finding(cli, input);
}

static void look_at_certificates(struct cli *cli, struct input *input, struct inputs *all,
                                 bool last)
{
    struct nh_incoming incoming = {.identity = NULL};
    input->status = open_store(cli, input, &input->err);
    if (!input->status)
        input->status =
            nh_incoming_expect(cli->store, &input->certificates, &incoming, &input->err);
    input->waits = input->status == NH_OTHER_CA && all->count > 1 && !last;
    if (!input->waits)
        show_coming(cli, input, all, &incoming, 1);
    nh_incoming_reset(&incoming);
}

static void look_at_keys(struct cli *cli, struct input *input, struct inputs *all)
{
    const struct nh_incomings none = {NULL, 0}, *incoming = &none;
    input->status = open_keys(cli, input, all);
    input->has_keys = input->status || !nh_keyfile_is_keyless(input->opened, &input->certificates);
    if (!input->has_keys) {
        nh_keyfile_free(&input->opened);
        look_at_certificates(cli, input, all, false);
        return;
    }
    if (!input->status && !nh_keyfile_expect(input->opened))
        input->status = nh_fail_memory(&input->err);
    if (!input->status) {
        incoming = nh_keyfile_incoming(input->opened);
        input->open_key = nh_keyfile_was_open(input->opened);
    }
    show_coming(cli, input, all, incoming->items, incoming->count);
    if (!input->alone)
        nh_keyfile_free(&input->opened);
}

void cli_input_look(struct cli *cli, struct input *input, struct inputs *all, bool last)
{
    if (input->has_keys)
        look_at_keys(cli, input, all);
    else
        look_at_certificates(cli, input, all, last);
}

static void tell(const struct cli *cli, struct input *input, const struct nh_incoming *incoming,
                 size_t count, bool json)
{
    report(cli, input, incoming, count, json);
    if (input->status)
        return;
    for (size_t i = 0; i < count && !json && !cli->quiet; i++)
        cli_installed_show(input->name, &incoming[i]);
    tell_finding(cli, input);
}

static void store_keys(struct cli *cli, struct input *input, struct inputs *all)
{
    const struct nh_incomings none = {NULL, 0}, *incoming = &none;
    /* Opening it again would take hundreds of thousands of iterations. */
    if (!input->opened)
        input->status = open_once(cli, input, all);
    if (!input->status) {
        input->status = nh_keyfile_store(input->opened, &input->err);
        incoming = nh_keyfile_incoming(input->opened);
    }
    for (size_t i = 0; !input->status && i < incoming->count; i++)
        input->status = nh_issuance_settle(cli->journal, incoming->items[i].identity,
                                           input->open_key, &input->err);
}

static void store_certificates(struct cli *cli, struct input *input)
{
    input->status = nh_issuance_import(cli->journal, &cli->store, &input->certificates,
                                       &input->stored, &input->err);
}

void cli_input_store(struct cli *cli, struct input *input, struct inputs *all)
{
    if (!cli->store) /* the first time, or after a failure of the file before */
        input->status = cli_store_open(cli, NH_STORE_WRITE, &input->err);
    if (!input->status && input->has_keys)
        store_keys(cli, input, all);
    else if (!input->status)
        store_certificates(cli, input);
}

/* What a file has stored in the profile. */
static struct nh_incomings incoming_of(const struct input *input)
{
    return input->opened ? *nh_keyfile_incoming(input->opened)
                         : nh_issuance_incoming(&input->stored);
}

static void prove_all(struct cli *cli, struct input *input, const struct nh_incomings *incoming)
{
    struct nh_proof proof = {.key = false};
    if (!input->status)
        make_room(input, incoming->count);
    for (size_t i = 0; !input->status && i < incoming->count; i++) {
        const struct nh_identity *identity = incoming->items[i].identity;
        input->status =
            nh_issuance_conclude(cli->journal, &cli->store, identity, &proof, &input->err);
        find_faults(input, identity, &proof);
    }
}

void cli_input_prove(struct cli *cli, struct input *input, struct inputs *all)
{
    struct nh_incomings incoming = incoming_of(input);
    prove_all(cli, input, &incoming);
    tell(cli, input, incoming.items, incoming.count, all->tell_done);
    keep(input, incoming.items, incoming.count);
    input->is_stored = !input->status && input->has_keys;
    nh_issuance_reset(&input->stored);
    nh_keyfile_free(&input->opened);
}

void cli_input_tell_missing(struct cli *cli, struct input *input)
{
    struct nh_proof proof = {.key = false};
    const struct nh_missing *missing = &proof.missing;
    char id[CLI_ID_SIZE];
    if (!input->incomplete || input->status ||
        (!cli->store && cli_store_open(cli, NH_STORE_READ, NULL)) ||
        nh_verify(cli->store, input->incomplete, &proof, NULL) || !*missing->name)
        return;
    if (input->item)
        nh_report_chain(input->item, &proof);
    else
        cli_note(cli,
                 _("%s: the certificate of its issuer is missing: %s. Without it some sites do not "
                   "ask for yours, and its revocation can't be checked."),
                 input->name, missing->name);
    if (!input->item && missing->web)
        cli_note(cli, _("To get it: nss-helper verify %s --fetch"),
                 cli_id(input->incomplete->fingerprint, id));
}
