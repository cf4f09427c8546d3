/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/renewall.h"

#include "base/language.h"
#include "cli/cli.h"
#include "cli/est.h"
#include "cli/follow.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/renewround.h"
#include "cli/renewtold.h"
#include "lifecycle/due.h"
#include "lifecycle/issue.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

/* Skip a locked profile, as nobody can type its primary password. */
static void skip(struct cli *cli, const struct nh_dues *dues)
{
    if (dues->count > 0) {
        cli_renewal_tell_lock();
        cli_print(
            stderr,
            ngettext("nss-helper: the profile \"%s\" has a primary password and is skipped: %zu "
                     "certificate is due there. To renew it: nss-helper renew --all --due "
                     "--primary-password-file FILE\n",
                     "nss-helper: the profile \"%s\" has a primary password and is skipped: %zu "
                     "certificates are due there. To renew them: nss-helper renew --all --due "
                     "--primary-password-file FILE\n",
                     dues->count),
            cli->chosen.name, dues->count);
    }
    if (cli->json)
        cJSON_AddBoolToObject(cli_document(cli), "locked", true);
}

/* Report those whose renewal would not extend them, and leave them out. */
static void leave_out_capped(struct cli *cli, struct nh_dues *dues)
{
    char id[CLI_ID_SIZE], date[CLI_DATE_SIZE];
    size_t kept = 0;
    for (size_t i = 0; i < dues->count; i++) {
        struct nh_due *due = &dues->items[i];
        if (!due->capped) {
            dues->items[kept++] = *due;
            continue;
        }
        cli_note(cli,
                 _("%s: %s (%s) ends on %s and is skipped: the last renewal showed that its "
                   "CA issues none that lasts longer. To renew it anyway: nss-helper renew "
                   "%s"),
                 cli->chosen.name, due->name, cli_id(due->fingerprint, id),
                 cli_date(due->until, date), id);
        free(due->name);
    }
    dues->count = kept;
}

static enum nh_status check_password(struct cli *cli, const struct cli_est_options *options,
                                     struct nh_error *err)
{
    bool wanted = true;
    enum nh_status status = nh_dues_want_login(cli->journal, &wanted, err);
    return status ? status : cli_est_check_password(options, wanted, err);
}

enum nh_status cli_renew_all(struct cli *cli, const struct cli_est_options *options,
                             const struct nh_due_rule *rule, struct nh_error *err)
{
    struct nh_dues dues = {.items = NULL};
    bool locked = false;
    enum nh_status status = cli_journal_open(cli, err);
    if (!status)
        status = check_password(cli, options, err);
    if (!status)
        status = nh_issue_check(cli->chosen.path, &locked, err);
    if (!status && locked && (cli->primary_file || cli->primary_fd)) {
        status = cli_store_unlock(cli, err);
        locked = false;
    }
    if (!status)
        status = nh_dues_list(cli->journal, cli->chosen.path, locked, rule, &dues, err);
    if (!status)
        leave_out_capped(cli, &dues);
    if (!status && cli->json)
        cli_json_profile(cli);
    if (!status && locked)
        skip(cli, &dues);
    else if (!status && (dues.count > 0 || cli_follow_waits(cli)))
        status = cli_renew_round(cli, options, &dues, err);
    else if (!status)
        cli_note(cli, _("Nothing to renew in the profile %s."), cli->chosen.name);
    nh_dues_reset(&dues);
    return status;
}
