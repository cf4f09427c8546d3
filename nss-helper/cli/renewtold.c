/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/renewtold.h"

#include "base/language.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "cli/notice.h"
#include "cli/workers.h"
#include "journal/told.h"
#include "lifecycle/due.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The texts are for people who may have no terminal open. */
static void tell(const char *summary, const char *body)
{
    if (!isatty(STDERR_FILENO))
        cli_notice_show(summary, body);
}

void cli_renewal_tell_lock(void)
{
    tell(_("A certificate is due for renewal"),
         _("Its profile has a primary password, so it can't be renewed unattended. Run in a "
           "terminal: nss-helper renew --all --due --primary-password-file FILE"));
}

void cli_renewal_tell_password(void)
{
    tell(_("A certificate is waiting for you"),
         _("Its CA asks for your password before it issues the certificate. Run in a terminal: "
           "nss-helper renew --all"));
}

/* Names separated by commas, as many as fit into a notification. */
struct names {
    char text[200];
    size_t count;
};

static void add_name(struct names *names, const char *name)
{
    size_t used = strlen(names->text);
    snprintf(names->text + used, sizeof names->text - used, "%s%s", used ? ", " : "", name);
    nh_utf8_clean(names->text, sizeof names->text - 1);
    for (char *at = names->text; *at; at++)
        if (*at == '<' || *at == '&')
            *at = '_';
    names->count++;
}

/* Whether to report a failure: not what the person has cancelled or must be asked for, which has
   its own notification. */
static bool lasts(const struct cli_outcome *outcome)
{
    return outcome->status && !nh_status_passes(outcome->status) && !outcome->wants_person;
}

static const char *about(const struct nh_due *due)
{
    return *due->fingerprint ? due->fingerprint : due->job.id;
}

static void tell_names(struct cli *cli, const struct names *names)
{
    char body[640];
    snprintf(body, sizeof body,
             _("%s, in the profile %s. To see why, run in a terminal: nss-helper renew --all"),
             names->text, cli->chosen.name);
    cli_notice_show(
        ngettext("A certificate can't be renewed", "Certificates can't be renewed", names->count),
        body);
}

void cli_renewal_tell_failed(struct cli *cli, const struct nh_due *dues,
                             const struct cli_outcome *outcomes, size_t count)
{
    struct names names = {.text = ""};
    bool attended = isatty(STDERR_FILENO);
    for (size_t i = 0; i < count; i++) {
        if (outcomes[i].told && !outcomes[i].status)
            nh_told_end(cli->journal, about(&dues[i]));
        else if (!attended && lasts(&outcomes[i]) &&
                 nh_told_begin(cli->journal, about(&dues[i]), outcomes[i].status))
            add_name(&names, dues[i].name);
    }
    if (names.count > 0)
        tell_names(cli, &names);
}
