/* SPDX-License-Identifier: MPL-2.0 */
#include "keys.h"
#include "buf.h"
#include "installed.h"
#include "issuance.h"
#include "output.h"
#include "keyfile.h"
#include "secret.h"
#include <cjson/cJSON.h>
#include <string.h>

static const char *password_file, *password_fd;

const struct cli_option cli_keys_options[] = {
    {"password-file", 0, &password_file, NULL},
    {"password-fd", 0, &password_fd, NULL},
    {NULL, 0, NULL, NULL},
};

enum nh_status cli_keys_password(const struct cli *cli, struct nh_buf *password,
                                    struct nh_error *err)
{
    if (password_file != NULL && password_fd != NULL)
        return nh_fail(err, NH_USAGE, NULL,
                       "The password comes from a file or from a descriptor, not from both.");
    if (password_file == NULL && password_fd == NULL)
        return NH_OK;
    for (size_t i = 0; i < cli->count && password_fd != NULL; i++)
        if (strcmp(cli->words[i], "-") == 0 && strcmp(password_fd, "0") == 0)
            return nh_fail(err, NH_USAGE, NULL,
                           "Standard input is the file already: it can't be the password, too.");
    return cli_secret_read(password_file, password_fd, 0, NH_KEYFILE_PASSWORD_MAX, password, err);
}

/* The answers live as long as *keyfile. */
static enum nh_status put(struct cli *cli, const struct nh_buf *bytes,
                          const struct nh_buf *password, struct nh_keyfile **keyfile,
                          struct nh_error *err)
{
    const struct nh_answers *answers = NULL;
    struct nh_proof proof;
    enum nh_status status = NH_OK;

    if (password->data == NULL)
        return nh_fail(err, NH_USAGE, NULL,
                       "This is a PKCS#12 file, which has a password: give it with "
                       "--password-file or --password-fd.");
    cli_progress_begin(cli, "Opening the file ");
    status = nh_keyfile_open(cli->store, bytes->data, bytes->length,
                             (const char *)password->data, cli_language(cli), keyfile, err);
    if (status == NH_OK)
        status = nh_keyfile_store(*keyfile, err);
    cli_progress_end();
    if (status == NH_OK)
        answers = nh_keyfile_answers(*keyfile);
    for (size_t i = 0; status == NH_OK && i < answers->count; i++)
        status = nh_issuance_conclude(cli->journal, &cli->store, answers->items[i].identity,
                                      &proof, err);
    return status;
}

static void add_json(cJSON *list, const char *name, const struct nh_answers *answers,
                     enum nh_status status, const struct nh_error *err)
{
    cJSON *item = cJSON_CreateObject();
    cJSON *identities = NULL;

    cli_json_add(item, "file", name);
    if (status != NH_OK)
        cJSON_AddItemToObject(item, "error", cli_json_error(err));
    else
        identities = cJSON_AddArrayToObject(item, "identities");
    for (size_t i = 0; status == NH_OK && i < answers->count; i++) {
        cJSON *identity = cJSON_CreateObject();
        cli_installed_json(identity, &answers->items[i]);
        cJSON_AddItemToArray(identities, identity);
    }
    cJSON_AddItemToArray(list, item);
}

enum nh_status cli_keys_import(struct cli *cli, const char *name, const struct nh_buf *bytes,
                               const struct nh_buf *password, struct cJSON *list,
                               struct nh_error *err)
{
    struct nh_keyfile *keyfile = NULL;
    const struct nh_answers *answers = NULL;
    enum nh_status status = put(cli, bytes, password, &keyfile, err);

    if (status == NH_OK)
        answers = nh_keyfile_answers(keyfile);
    if (list != NULL)
        add_json(list, name, answers, status, err);
    else if (status != NH_OK)
        cli_complain(name, err);
    for (size_t i = 0; status == NH_OK && list == NULL && !cli->quiet && i < answers->count; i++)
        cli_installed_show(name, &answers->items[i]);
    nh_keyfile_free(&keyfile);
    return status;
}
