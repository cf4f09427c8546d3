/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/wifi.h"

#include "base/files.h"
#include "base/language.h"
#include "certificate/find.h"
#include "cli/cli.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/secret.h"
#include "cli/steps.h"
#include "export/export.h"
#include "export/netfile.h"
#include "export/targets.h"
#include "export/wifi_describe.h"
#include "machine/ask.h"
#include "machine/newfile.h"
#include "machine/pinentry.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

static const char target_name[] = "eduroam-networkmanager";

void cli_wifi_reset(struct cli_wifi *wifi)
{
    nh_bufs_reset(&wifi->wifi.cas);
    nh_network_reset(&wifi->file);
    nh_buf_reset(&wifi->password);
}

static enum nh_status read_password(struct cli_wifi *wifi, const struct nh_target *target,
                                    struct nh_error *err)
{
    if (!wifi->password_file && !wifi->password_fd)
        return NH_OK;
    enum nh_status status = cli_secret_read(wifi->password_file, wifi->password_fd, 1,
                                            NH_PASSWORD_MAX, &wifi->password, err);
    return status ? status : nh_target_judge(target, false, (const char *)wifi->password.data, err);
}

enum nh_status cli_wifi_read(struct cli *cli, const char *name, const struct nh_buf *settings,
                             struct cli_wifi *out, struct nh_error *err)
{
    const struct nh_target *target = NULL;
    char *words = NULL;
    enum nh_status status = nh_target_find(target_name, &target, err);
    if (!status)
        status = nh_netfile_read(settings, NULL, &out->file, err);
    if (!status)
        status = nh_network_complete(&out->wifi, &out->file, err);
    if (status)
        return cli_fail_file(name, err);
    if (!status)
        status = nh_wifi_check(&out->wifi, target, err);
    if (!status)
        status = read_password(out, target, err);
    if (!status && (words = nh_wifi_describe(&out->wifi)))
        cli_note(cli, _("Network: %s"), words);
    free(words);
    return status;
}

/* The store is closed while the person is asked. */
static enum nh_status ask_password(struct cli *cli, struct cli_wifi *wifi,
                                   const struct nh_target *target, const char *name,
                                   struct nh_error *err)
{
    if (wifi->password.data)
        return NH_OK;
    nh_store_close(&cli->store);
    enum nh_status status = nh_newfile_check(NULL, false, err);
    if (!status)
        status = nh_ask_new(&(struct nh_asked_new){.name = name, .ascii = target->ascii},
                            &wifi->password, err);
    return status ? status : cli_store_open(cli, NH_STORE_READ, err);
}

static enum nh_status write_for(struct cli *cli, struct cli_wifi *wifi,
                                const struct nh_target *target, const char *fingerprint,
                                char **written, struct nh_error *err)
{
    const struct nh_export_wish wish = {.path = NULL};
    struct nh_identity *identity = NULL;
    nh_store_close(&cli->store);
    enum nh_status status = cli_store_open(cli, NH_STORE_READ, err);
    if (!status)
        status = nh_identity_exact(cli->store, fingerprint, &identity, err);
    if (!status)
        status = ask_password(cli, wifi, target, identity->name, err);
    cli_progress_begin(cli, _("Writing the file"));
    if (!status)
        status =
            nh_export_write(cli->journal, cli->store, identity, target,
                            (const char *)wifi->password.data, &wifi->wifi, &wish, written, err);
    cli_progress_end();
    nh_identity_free(&identity);
    return status;
}

enum nh_status cli_wifi_make(struct cli *cli, struct cli_wifi *wifi, const char *fingerprint,
                             struct nh_error *err)
{
    const struct nh_target *target = NULL;
    struct nh_names steps = {0};
    char *written = NULL;
    enum nh_status status = nh_target_find(target_name, &target, err);
    if (!status)
        status = write_for(cli, wifi, target, fingerprint, &written, err);
    if (!status)
        status = nh_target_steps(target, written, false, &steps, err);
    if (!status)
        cli_steps_show(cli, written, &steps,
                       cli->json ? cJSON_AddObjectToObject(cli_document(cli), "wifi") : NULL);
    nh_names_reset(&steps);
    free(written);
    return status;
}
