/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/followold.h"

#include "base/language.h"
#include "certificate/find.h"
#include "certificate/identity.h"
#include "certificate/verify.h"
#include "cli/cli.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/secret.h"
#include "export/export.h"
#include "export/targets.h"
#include "journal/copies.h"
#include "lifecycle/remove.h"
#include "machine/pinentry.h"

#include <stdlib.h>

/* Firefox does not necessarily offer the newer one first. */
void cli_follow_offer(const struct cli *cli, const char *old)
{
    char id[CLI_ID_SIZE];
    cli_note(cli,
             _("The old certificate stays, and the browser may keep choosing it until "
               "you remove it. When the new one works: nss-helper remove %s"),
             cli_id(old, id));
}

/* The store is open. */
static bool has_backup(struct cli *cli, const char *old)
{
    struct nh_copies copies = {.items = NULL};
    bool found = false;
    if (!nh_copies_list(cli->journal, old, &copies, NULL))
        for (size_t i = 0; i < copies.count && !found; i++)
            found = !nh_copy_is_profile(&copies.items[i]) && nh_copy_is_there(&copies.items[i]);
    nh_copies_reset(&copies);
    return found;
}

static enum nh_status read_password(struct cli_followold *backup, struct nh_error *err)
{
    if (backup->password.length > 0)
        return NH_OK;
    return cli_secret_read(backup->password_file, backup->password_fd, 1, NH_PASSWORD_MAX,
                           &backup->password, err);
}

static enum nh_status back_up(struct cli *cli, const struct nh_identity *old,
                              struct cli_followold *backup, struct nh_error *err)
{
    const struct nh_export_wish downloads = {.path = NULL};
    const struct nh_target *target = NULL;
    char *path = NULL;
    enum nh_status status = nh_target_find("backup", &target, err);
    if (!status)
        status = read_password(backup, err);
    if (!status)
        status = nh_target_judge(target, false, (const char *)backup->password.data, err);
    cli_progress_begin(cli, _("Writing the backup"));
    if (!status)
        status = nh_export_write(cli->journal, cli->store, old, target,
                                 (const char *)backup->password.data, NULL, &downloads, &path, err);
    cli_progress_end();
    if (!status)
        cli_note(cli, _("Backup of the old certificate: %s"), path);
    free(path);
    return status;
}

/* *kept: it is not removed, which is no failure. */
static enum nh_status prepare(struct cli *cli, const struct nh_identity *old,
                              const struct nh_identity *identity, struct cli_followold *backup,
                              bool *kept, struct nh_error *err)
{
    struct nh_proof proof = {.key = false};
    char id[CLI_ID_SIZE];
    enum nh_status status = nh_verify(cli->store, identity, &proof, err);
    if (status)
        return status;
    *kept = !proof.dates || proof.chain == NH_CHAIN_BAD;
    if (*kept) {
        cli_note(cli, _("The old certificate stays: the new one can't be used today."));
        return NH_OK;
    }
    if (has_backup(cli, old->fingerprint))
        return NH_OK;
    if (backup->password_file || backup->password_fd)
        return back_up(cli, old, backup, err);
    *kept = true;
    cli_note(cli,
             _("The old certificate (%s) stays: it has no backup. To make one: "
               "--backup-password-file FILE. To remove it: nss-helper remove %s"),
             cli_id(old->fingerprint, id), id);
    return NH_OK;
}

static enum nh_status remove_it(struct cli *cli, const struct nh_identity *old,
                                struct nh_error *err)
{
    char id[CLI_ID_SIZE];
    bool key = false;
    enum nh_status status = cli_store_open(cli, NH_STORE_WRITE, err);
    if (!status)
        status = nh_remove(cli->journal, &cli->store, old->fingerprint, old->key_id, &key, err);
    nh_store_close(&cli->store);
    if (!status)
        cli_note(cli,
                 key ? _("The old certificate (%s) and its key are removed.")
                     : _("The old certificate (%s) is removed."),
                 cli_id(old->fingerprint, id));
    return status;
}

enum nh_status cli_follow_remove(struct cli *cli, const char *old,
                                 const struct nh_identity *identity, struct cli_followold *backup,
                                 struct nh_error *err)
{
    struct nh_identity *found = NULL;
    bool shared = false, kept = false;
    enum nh_status status = cli_store_open(cli, NH_STORE_READ, err);
    if (!status)
        status = nh_remove_find(cli->journal, cli->store, old, &found, &shared, err);
    if (!status)
        status = prepare(cli, found, identity, backup, &kept, err);
    nh_store_close(&cli->store);
    if (!status && !kept)
        status = remove_it(cli, found, err);
    nh_identity_free(&found);
    return status == NH_NO_IDENTITY ? NH_OK : status;
}
