/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/details.h"

#include "base/language.h"
#include "certificate/identity.h"
#include "cli/wrap.h"

#include <stdio.h>
#include <stdlib.h>

const char *cli_days(const struct nh_owned *owned, bool headed, char text[CLI_DAYS_SIZE])
{
    enum nh_standing_state state = owned->standing.state;
    long days = labs(owned->standing.days_left);
    char begin[CLI_DATE_SIZE];
    if (state == NH_STANDING_REVOKED || state == NH_STANDING_BROKEN)
        return "-";
    if (state == NH_STANDING_NOT_YET)
        snprintf(text, CLI_DAYS_SIZE, _("from %s"), cli_date(owned->identity->not_before, begin));
    else if (days == 0 && state == NH_STANDING_EXPIRED)
        return _("expired today");
    else if (days == 0)
        return _("expires today");
    else if (owned->standing.days_left > 0)
        snprintf(text, CLI_DAYS_SIZE,
                 headed ? ngettext("%ld day", "%ld days", (unsigned long)days)
                        : ngettext("%ld day left", "%ld days left", (unsigned long)days),
                 days);
    else
        snprintf(text, CLI_DAYS_SIZE, ngettext("%ld day ago", "%ld days ago", (unsigned long)days),
                 days);
    return text;
}

const char *cli_uses(const struct nh_identity *identity)
{
    if (identity->login && identity->mail)
        return _("login, e-mail");
    return identity->login ? _("login") : identity->mail ? _("e-mail") : "-";
}

const char *cli_standing(enum nh_standing_state state)
{
    switch (state) {
    case NH_STANDING_REVOKED: return _("revoked");
    case NH_STANDING_BROKEN: return _("not working");
    case NH_STANDING_SOON: return _("expires soon");
    case NH_STANDING_NOT_YET: return _("not valid yet");
    case NH_STANDING_GOOD: return _("valid");
    case NH_STANDING_EXPIRED: break;
    }
    return _("expired");
}

enum cli_tone cli_standing_tone(enum nh_standing_state state)
{
    switch (state) {
    case NH_STANDING_GOOD: return CLI_GOOD;
    case NH_STANDING_SOON:
    case NH_STANDING_NOT_YET: return CLI_WARN;
    case NH_STANDING_REVOKED:
    case NH_STANDING_BROKEN:
    case NH_STANDING_EXPIRED: break;
    }
    return CLI_BAD;
}

static void show_odd(const struct nh_owned *owned, size_t left)
{
    const struct nh_identity *identity = owned->identity;
    if (identity->authority)
        cli_line(stdout, left, "%s",
                 _("Unusual: it is marked as the certificate of a CA (CA:TRUE). See verify."));
    if (!identity->login && !identity->mail)
        cli_line(stdout, left, "%s", _("It is neither for login nor for e-mail. See verify."));
    if (owned->open)
        cli_line(stdout, left, "%s", _("Its key came in a file without a password. See verify."));
    if (identity->unknown_critical)
        cli_line(stdout, left, "%s",
                 _("It has a critical extension that is not known here. See verify."));
}

void cli_details_beside(const struct nh_owned *owned, size_t left)
{
    char date[CLI_DATE_SIZE], id[CLI_ID_SIZE], text[3 * CLI_DATE_SIZE];
    show_odd(owned, left);
    if (owned->newer)
        cli_line(stdout, left,
                 _("Replaced by %s, which is not chosen while this one is still here."),
                 cli_id(owned->newer->fingerprint, id));
    if (*owned->site)
        cli_line(stdout, left, _("site %s"), owned->site);
    if (owned->portal && *owned->portal)
        cli_line(stdout, left, _("portal %s"), owned->portal);
    for (size_t i = 0; i < owned->copies.count; i++) {
        const struct nh_copy *copy = &owned->copies.items[i];
        snprintf(text, sizeof text, _("copy (%s) of %s:"), copy->kind, cli_date(copy->time, date));
        cli_line_path(stdout, left, text, copy->place);
    }
}

#define LEFT 2
#define MEANING 21 /* column of the values */

/* `what` may be "" for a continuation of the line above. */
static void line(const char *what, const char *meaning)
{
    if (*what)
        printf("%*s%s", LEFT, "", what);
    cli_meaning(stdout, MEANING, *what ? LEFT + cli_text_width(what) : 0, meaning);
}

void cli_details_head(const struct nh_identity *identity)
{
    size_t column = 0, columns = cli_columns(stdout);
    char *issued = NULL;
    cli_tone(stdout, CLI_STRONG);
    cli_text_wrap_whole(stdout, identity->name, LEFT, &column, columns);
    cli_tone(stdout, CLI_PLAIN);
    if (asprintf(&issued, _(", issued by %s"), identity->issuer_name) >= 0)
        cli_text_wrap_whole(stdout, issued, LEFT, &column, columns);
    printf("\n%*s%s\n", LEFT, "", identity->fingerprint);
    free(issued);
}

static void show_serial(const struct nh_identity *identity)
{
    char *text = NULL;
    if (asprintf(&text, _("%s (decimal %s)"), identity->serial_hex, identity->serial_decimal) < 0)
        return;
    line(_("serial"), text);
    free(text);
}

static void show_dates(const struct nh_owned *owned)
{
    char from[CLI_DATE_SIZE], until[CLI_DATE_SIZE], text[3 * CLI_DATE_SIZE];
    snprintf(text, sizeof text, _("%s to %s"), cli_date(owned->identity->not_before, from),
             cli_date(owned->identity->not_after, until));
    line(_("validity period"), text);
}

/* Append a text to the line; *column is the cursor's. */
static void go_on(const char *text, size_t *column)
{
    char *more = NULL;
    if (asprintf(&more, "  %s", text) >= 0)
        cli_text_wrap_whole(stdout, more, LEFT, column, cli_columns(stdout));
    free(more);
}

static void show_state(const struct nh_owned *owned)
{
    char days[CLI_DAYS_SIZE];
    const char *left = cli_days(owned, false, days);
    size_t column = 0;
    cli_tone(stdout, CLI_STRONG);
    cli_text_wrap_whole(stdout, owned->identity->name, LEFT, &column, cli_columns(stdout));
    cli_tone(stdout, cli_standing_tone(owned->standing.state));
    go_on(cli_standing(owned->standing.state), &column);
    cli_tone(stdout, CLI_PLAIN);
    if (*left != '-')
        go_on(left, &column);
    putchar('\n');
}

void cli_details_show(const struct nh_owned *owned)
{
    const struct nh_identity *identity = owned->identity;
    show_state(owned);
    for (char **email = identity->emails; *email; email++)
        line(_("e-mail"), *email);
    line(_("uses"), cli_uses(identity));
    show_dates(owned);
    line(_("subject"), identity->subject);
    line(_("issuer"), identity->issuer);
    for (char **above = identity->chain; *above; above++)
        line(above == identity->chain ? _("issuers") : "", *above);
    show_serial(identity);
    line(_("key"), identity->key);
    line(_("nickname"), *identity->nickname ? identity->nickname : "-");
    line(_("fingerprint"), identity->fingerprint);
    cli_details_beside(owned, LEFT);
}
