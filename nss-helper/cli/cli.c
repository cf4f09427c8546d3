/* SPDX-License-Identifier: MPL-2.0 */
#include "cli.h"
#include "ask.h"
#include "buf.h"
#include "job.h"
#include "output.h"
#include "pinentry.h"
#include "runtime.h"
#include "secret.h"
#include "which.h"
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum nh_status cli_profile_enter(struct cli *cli, struct nh_error *err)
{
    enum nh_status status = nh_profile_choose(cli->profile, &cli->chosen, err);

    if (status == NH_MANY_PROFILES && cli->profile == NULL && cli_which_can_ask(cli)) {
        status = cli_which_ask(cli, err);
        if (status == NH_OK)
            status = nh_profile_choose(cli->profile, &cli->chosen, err);
    }
    if (status == NH_OK)
        status = nh_profile_enter(&cli->chosen, cli->argv, err);
    if (status == NH_OK)
        nh_runtime_harden();
    return status;
}

enum nh_status cli_runtime_enter(struct cli *cli, struct nh_error *err)
{
    if (nh_profile_choose(cli->profile, &cli->chosen, NULL) != NH_OK)
        return NH_OK;
    return nh_profile_enter(&cli->chosen, cli->argv, err);
}

static enum nh_status unlock(struct cli *cli, struct nh_error *err)
{
    struct nh_buf password = {.data = NULL};
    enum nh_status status = NH_OK;

    if (cli->primary_file == NULL && cli->primary_fd == NULL)
        return nh_ask_unlock(cli->chosen.path, cli->chosen.name, cli_language(cli), err);
    status = cli_secret_read(cli->primary_file, cli->primary_fd, 1, NH_PASSWORD_MAX, &password,
                             err);
    if (status == NH_OK)
        status = nh_store_unlock(cli->chosen.path, (const char *)password.data, err);
    nh_buf_reset(&password);
    return status;
}

enum nh_status cli_store_open(struct cli *cli, enum nh_store_mode mode, struct nh_error *err)
{
    enum nh_status status = nh_store_open(cli->chosen.path, mode, &cli->store, err);

    if (status != NH_PRIMARY_PASSWORD)
        return status;
    status = unlock(cli, err);
    if (status != NH_OK)
        return status;
    return nh_store_open(cli->chosen.path, mode, &cli->store, err);
}

enum nh_status cli_store_unlock(struct cli *cli, struct nh_error *err)
{
    enum nh_status status = cli_store_open(cli, NH_STORE_READ, err);

    nh_store_close(&cli->store);
    return status;
}

enum nh_status cli_journal_open(struct cli *cli, struct nh_error *err)
{
    if (cli->journal != NULL)
        return NH_OK;
    return nh_journal_open(cli->chosen.path, &cli->journal, err);
}

const char *cli_language(struct cli *cli)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *value = NULL;

    for (size_t i = 0; i < 3 && (value == NULL || value[0] == '\0'); i++)
        value = getenv(names[i]);
    if (value == NULL || value[0] == '\0')
        value = "en";
    snprintf(cli->language, sizeof cli->language, "%.*s", (int)strcspn(value, "_.@"), value);
    return cli->language;
}

void cli_json_profile(struct cli *cli)
{
    cJSON *profile = cJSON_AddObjectToObject(cli_document(cli), "profile");

    cli_json_add(profile, "name", cli->chosen.name);
    cli_json_add(profile, "path", cli->chosen.path);
}

void cli_json_nss(struct cli *cli)
{
    cli_json_add(cli_document(cli), "nss", nh_runtime_nss_version());
    cli_json_add(cli_document(cli), "nssPath", nh_runtime_nss_folder());
}

void cli_end(struct cli *cli)
{
    nh_store_close(&cli->store);
    nh_store_lock();
    if (nh_store_leaked())
        cli_note(cli, "defect: the profile's database could not be let go of");
    nh_journal_close(&cli->journal);
    nh_profile_reset(&cli->chosen);
    cJSON_Delete(cli->document);
    cli->document = NULL;
    free(cli->words);
    free(cli->answered);
    free(cli->answer);
    cli->words = cli->answered = NULL;
    cli->answer = NULL;
}
