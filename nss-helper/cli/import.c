/* SPDX-License-Identifier: MPL-2.0 */
#include "base/buf.h"

#include "base/files.h"
#include "base/language.h"
#include "cli/cli.h"
#include "cli/confined.h"
#include "cli/enter.h"
#include "cli/input.h"
#include "cli/open.h"
#include "cli/openkey.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/secret.h"
#include "cli/verbs.h"
#include "cli/which.h"
#include "cli/wifi.h"
#include "formats/keyfile.h"
#include "journal/room.h"
#include "machine/pinentry.h"
#include "nss/store.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

static const char *password_file, *password_fd, *key_file, *key_fd;
static bool dry_run, accept_open, with_wifi;
static struct cli_wifi wifi;

static const struct cli_option options[] = {
    {.name = "dry-run",
     .letter = 'n',
     .about = N_("show what would be imported, and write nothing"),
     .flag = &dry_run},
    {.name = "password-file",
     .argument = "FILE",
     .about = N_("read the password of files with keys from a file (one line)"),
     .value = &password_file},
    {.name = "password-fd",
     .argument = "N",
     .about = N_("read it from an open descriptor"),
     .value = &password_fd,
     .excludes = "password-file"},
    {.name = "key-password-file",
     .argument = "FILE",
     .about = N_("read the password of the keys from a file, if it differs from that of "
                 "their file"),
     .value = &key_file},
    {.name = "key-password-fd",
     .argument = "N",
     .about = N_("read it from an open descriptor"),
     .value = &key_fd,
     .excludes = "key-password-file"},
    {.name = "accept-open-key",
     .about = N_("import an unencrypted key without asking"),
     .flag = &accept_open},
    {.name = "wifi",
     .about = N_("network settings: also make a folder for NetworkManager, under a new "
                 "password"),
     .flag = &with_wifi},
    {.name = "wifi-password-file",
     .argument = "FILE",
     .about = N_("read the new password from the first line of a file"),
     .value = &wifi.password_file,
     .needs = "wifi"},
    {.name = "wifi-password-fd",
     .argument = "N",
     .about = N_("read it from an open descriptor"),
     .value = &wifi.password_fd,
     .needs = "wifi",
     .excludes = "wifi-password-file"},
    {.name = NULL},
};

static enum nh_status check_words(const struct cli *cli, struct nh_error *err)
{
    if (with_wifi && cli->count > 1)
        return nh_fail(err, NH_USAGE, NULL, "--wifi takes one file.");
    return NH_OK;
}

/* The password is empty without an option. */
static enum nh_status read_password(const struct cli *cli, const char *file, const char *descriptor,
                                    struct nh_buf *password, struct nh_error *err)
{
    if (!file && !descriptor)
        return NH_OK;
    for (size_t i = 0; i < cli->count && descriptor; i++)
        if (strcmp(cli->words[i], "-") == 0 && strcmp(descriptor, "0") == 0)
            return nh_fail(err, NH_USAGE, NULL,
                           "Standard input can't be both the file and the password.");
    return cli_secret_read(file, descriptor, 0, NH_PASSWORD_MAX, password, err);
}

/* Before the database is opened, because a pipe may be slow, and before the process is confined. */
static struct input *read_inputs(const struct cli *cli)
{
    struct input *inputs = calloc(cli->count, sizeof *inputs);
    for (size_t i = 0; inputs && i < cli->count; i++) {
        struct input *it = &inputs[i];
        it->path = cli->words[i];
        it->name = strcmp(it->path, "-") == 0 ? _("standard input") : it->path;
        it->status = nh_file_read(cli->words[i], &it->bytes, &it->err);
    }
    return inputs;
}

static void recognise_inputs(struct inputs *all)
{
    for (size_t i = 0; all->items && i < all->count; i++) {
        struct input *it = &all->items[i];
        it->has_keys = !it->status && nh_keyfile_recognise(it->bytes.data, it->bytes.length);
        it->alone = it->has_keys && all->count == 1 && !all->dry_run;
    }
}

/* What a person is asked about can be deleted. */
static void confine(struct cli *cli)
{
    unsigned needs = dry_run ? 0 : CLI_NEED_RECORDS;
    if (!dry_run && cli_which_can_ask(cli))
        needs |= CLI_NEED_DELETE;
    cli_confine(cli, with_wifi ? needs | NH_NEED_FOLDER : needs, NULL);
}

static void free_inputs(struct inputs *all)
{
    for (size_t i = 0; all->items && i < all->count; i++) {
        nh_keyfile_free(&all->items[i].opened);
        nh_buf_reset(&all->items[i].bytes);
        nh_bufs_reset(&all->items[i].certificates);
        nh_identities_reset(&all->items[i].brought);
        nh_given_reset(&all->items[i].given);
    }
    free(all->items);
    free(all->order);
    nh_bufs_reset(&all->certificates);
}

static void look(struct cli *cli, struct input *input, struct inputs *all)
{
    if (!input->status)
        cli_input_look(cli, input, all, false);
    else
        cli_input_refuse(cli, input, all->tell_coming);
}

/* Check the files that wait for others, each CA after the one below it. Returns whether any can be
   stored. */
static bool look_at_waiting(struct cli *cli, struct inputs *all, bool last)
{
    bool any = false;
    for (size_t i = 0; i < all->count; i++) {
        struct input *it = &all->items[i];
        if (!it->waits)
            continue;
        cli_input_look(cli, it, all, last);
        any |= !it->waits;
    }
    return any;
}

/* Files with keys come last, as other files may have their certificates. With --json, only a dry
   run reports here. */
static void look_at_all(struct cli *cli, struct inputs *all)
{
    size_t done = 0;
    for (size_t i = 0; i < all->count; i++) {
        all->items[i].brought_keys = all->items[i].has_keys;
        cli_input_read(&all->items[i], all);
    }
    for (int keys = 1; keys >= 0; keys--)
        for (size_t i = 0; i < all->count; i++)
            if (all->items[i].brought_keys == (keys == 1)) {
                cli_progress_count(done++, all->count);
                look(cli, &all->items[i], all);
            }
    while (look_at_waiting(cli, all, false))
        ;
    look_at_waiting(cli, all, true);
    if (!all->dry_run && !all->items[0].opened)
        nh_store_close(&cli->store);
}

/* Once for all files, because opening the database takes longer than storing a certificate. */
static void read_anew(struct cli *cli, struct inputs *all)
{
    struct nh_error err = {.status = NH_OK};
    if (!cli->store || !nh_store_reread(&cli->store, &err))
        return;
    for (size_t i = 0; i < all->ordered; i++) {
        struct input *it = all->order[i];
        if (it->status)
            continue;
        it->status = err.status;
        it->err = err;
    }
}

static enum nh_status store_all(struct cli *cli, struct inputs *all, struct nh_error *err)
{
    enum nh_status status = cli->store ? NH_OK : cli_store_open(cli, NH_STORE_WRITE, err);
    if (!status)
        status = cli_journal_open(cli, err);
    if (status)
        return status;
    cli_progress_begin(cli, _("Importing files"));
    for (size_t i = 0; i < all->ordered; i++) {
        cli_progress_count(i, all->ordered);
        cli_input_store(cli, all->order[i], all);
    }
    read_anew(cli, all);
    for (size_t i = 0; i < all->ordered; i++)
        cli_input_prove(cli, all->order[i], all);
    cli_progress_end();
    nh_room_balance(cli->journal);
    for (size_t i = 0; all->tell_done && i < all->count; i++)
        if (!all->items[i].item)
            cli_input_refuse(cli, &all->items[i], true);
    return NH_OK;
}

static enum nh_status import_all(struct cli *cli, struct inputs *all, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    cJSON *list = NULL;
    if (cli->json) {
        cli_json_profile(cli);
        if (dry_run)
            cJSON_AddBoolToObject(cli_document(cli), "dryRun", true);
        list = cJSON_AddArrayToObject(cli_document(cli), "files");
    }
    all->show = !cli->json && (!cli->quiet || dry_run);
    all->tell_coming = list && dry_run;
    all->tell_done = list && !dry_run;
    cli_progress_begin(cli, _("Reading files"));
    look_at_all(cli, all);
    cli_progress_end();
    for (size_t i = 0; dry_run && i < all->ordered; i++)
        cli_input_foresee(cli, all->order[i], all);
    if (!dry_run && (all->ordered || list))
        status = store_all(cli, all, err);
    for (size_t i = 0; i < all->count; i++) {
        cli_input_tell_missing(cli, &all->items[i]);
        cJSON_AddItemToArray(list, all->items[i].item);
    }
    if (status)
        return status;
    cli->reported = true;
    for (size_t i = 0; !status && i < all->count; i++) {
        *err = all->items[i].status ? all->items[i].err : all->items[i].finding;
        status = err->status;
    }
    return status;
}

/* Last, as this may delete the files. */
static void tell_open(const struct cli *cli, const struct inputs *all)
{
    for (size_t i = 0; all->items && i < all->count; i++) {
        if (all->items[i].open_key && all->items[i].is_stored)
            cli_openkey_tell(cli, all->items[i].path);
    }
}

/* The certificate is imported even if this fails. */
static enum nh_status make_wifi(struct cli *cli, const char *fingerprint, struct nh_error *err)
{
    cli->reported = false;
    return cli_wifi_make(cli, &wifi, fingerprint, err);
}

static enum nh_status import_inputs(struct cli *cli, struct inputs *all, struct nh_error *err)
{
    if (!all->items || !all->order)
        return nh_fail_memory(err);
    const struct input *first = &all->items[0];
    enum nh_status status = cli_store_open(cli, first->alone ? NH_STORE_WRITE : NH_STORE_READ, err);
    /* Before anything is stored, check that the Wi-Fi profile can be made. */
    if (!status && with_wifi && !first->status)
        status = cli_wifi_read(cli, first->name, &first->bytes, &wifi, err);
    if (!status)
        status = import_all(cli, all, err);
    if (!status && with_wifi && first->is_stored && first->brought.count)
        status = make_wifi(cli, first->brought.items[0]->fingerprint, err);
    if (!status || !with_wifi)
        tell_open(cli, all);
    if (dry_run)
        cli_note(cli, _("Nothing was written: this was a dry run."));
    return status;
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    struct nh_buf password = {.data = NULL}, of_key = {.data = NULL};
    enum nh_status status = check_words(cli, err);
    if (!status)
        status = cli_profile_enter(cli, err);
    if (!status)
        status = read_password(cli, password_file, password_fd, &password, err);
    if (!status)
        status = read_password(cli, key_file, key_fd, &of_key, err);
    if (!status) {
        struct nh_opening given = {.password = (const char *)password.data,
                                   .key_password = (const char *)of_key.data,
                                   .accept_open = accept_open};
        struct inputs all = {.items = read_inputs(cli),
                             .count = cli->count,
                             .options = &given,
                             .order = calloc(cli->count, sizeof(struct input *)),
                             .dry_run = dry_run,
                             .may_ask_open = !password.data};
        confine(cli);
        recognise_inputs(&all);
        status = import_inputs(cli, &all, err);
        free_inputs(&all);
    }
    cli_wifi_reset(&wifi);
    nh_buf_reset(&of_key);
    nh_buf_reset(&password);
    return status;
}

static const struct cli_alias aliases[] = {
    {.word = "add"}, {.word = "install"}, {.word = "p12"}, {.word = NULL}};

const struct cli_verb cli_import = {
    .name = "import",
    .aliases = aliases,
    .summary = N_("import certificates, with or without their keys"),
    .help = N_("Usage: nss-helper import FILE… [OPTION…]\n\n"
               "Imports certificates. nss-helper shows first what a file holds, and trusts none\n"
               "of it.\n\n"
               "Certificates (DER, PEM, PKCS#7, base64; \"-\" is standard input): the one whose\n"
               "key is in the profile is imported beside that key, with its intermediate\n"
               "certificates, and nss-helper proves that key and certificate belong together. A\n"
               "certificate without its key is refused; that of a CA is imported if it issued a\n"
               "certificate of the profile.\n\n"
               "PKCS#12 files (.p12, .pfx) and keys in PEM or DER: all keys are imported with\n"
               "their certificates. Key and certificate may be two files. Network settings\n"
               "(.eap-config, .mobileconfig) work the same way; their CAs are left out. Whoever\n"
               "has seen a file with an unencrypted key has your key: nss-helper asks first.\n\n"
               "You can repeat the command: it changes nothing the second time. A certificate\n"
               "that is good for neither login nor e-mail, or has a bad chain, is imported, and\n"
               "the exit code tells.\n"),
    .examples = "  nss-helper import taro.p7b\n"
                "  curl -s https://ca.example/taro.pem | nss-helper import -\n"
                "  nss-helper import --dry-run taro.p12\n"
                "  nss-helper import eduroam.eap-config --wifi\n"
                "  nss-helper import taro.p12 --password-fd 3 3< <(pass show ca/pin)\n",
    .options = options,
    .words_least = 1,
    .words_most = CLI_MANY,
    .often = " FILE",
    .run = run,
};
