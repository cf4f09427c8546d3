/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/open.h"

#include "base/buf.h"
#include "base/language.h"
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/secret.h"
#include "journal/job.h"
#include "machine/pinentry.h"
#include "nss/unlock.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

static enum nh_status unlock(struct cli *cli, struct nh_error *err)
{
    struct nh_buf password = {.data = NULL};
    if (!cli->primary_file && !cli->primary_fd)
        return nh_unlock_ask(cli->chosen.path, cli->chosen.name, cli->chosen.product, err);
    enum nh_status status =
        cli_secret_read(cli->primary_file, cli->primary_fd, 1, NH_PASSWORD_MAX, &password, err);
    if (!status)
        status = nh_store_unlock(cli->chosen.path, (const char *)password.data, err);
    nh_buf_reset(&password);
    return status;
}

enum nh_status cli_store_open(struct cli *cli, enum nh_store_mode mode, struct nh_error *err)
{
    enum nh_status status = nh_store_open(cli->chosen.path, mode, &cli->store, err);
    if (status != NH_PRIMARY_PASSWORD)
        return status;
    cli_progress_pause();
    status = unlock(cli, err);
    cli_progress_resume();
    if (status)
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
    if (cli->journal)
        return NH_OK;
    return nh_journal_open(cli->chosen.path, &cli->journal, err);
}

void cli_close(struct cli *cli)
{
    nh_store_close(&cli->store);
    nh_store_lock();
    if (nh_store_leaked())
        cli_note(cli, _("internal error: the profile's database could not be closed"));
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
