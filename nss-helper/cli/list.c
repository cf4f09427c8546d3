/* SPDX-License-Identifier: MPL-2.0 */
#include "certificate/identity.h"

#include "cli/cli.h"
#include "cli/enter.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/verbs.h"
#include "cli/width.h"
#include "lifecycle/inventory.h"
#include "lifecycle/report.h"

#include <cjson/cJSON.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ID, NAME, EMAIL, USE, ISSUER, UNTIL, LEFT, COLUMNS };

#define WORDS_SIZE 48

/* What one row shows: each text is its own, or the identity's. */
struct row {
    const char *texts[COLUMNS];
    char id[CLI_ID_SIZE], until[CLI_DATE_SIZE], left[WORDS_SIZE];
};

static void days_in_words(const struct nh_owned *owned, char text[WORDS_SIZE])
{
    long days = owned->standing.days_left;
    char begin[CLI_DATE_SIZE];
    if (owned->standing.state == NH_STANDING_NOT_YET)
        snprintf(text, WORDS_SIZE, "from %s", cli_date(owned->identity->not_before, begin));
    else if (days == 0)
        snprintf(text, WORDS_SIZE, "%s",
                 owned->standing.state == NH_STANDING_EXPIRED ? "ended today" : "ends today");
    else
        snprintf(text, WORDS_SIZE, "%ld day%s %s", labs(days), labs(days) == 1 ? "" : "s",
                 days > 0 ? "left" : "ago");
}

static const char *use_of(const struct nh_identity *identity)
{
    if (identity->login && identity->mail)
        return "login, mail";
    return identity->login ? "login" : identity->mail ? "mail" : "-";
}

static void fill_row(const struct nh_owned *owned, struct row *row)
{
    const struct nh_identity *identity = owned->identity;
    cli_date(identity->not_after, row->until);
    days_in_words(owned, row->left);
    row->texts[ID] = cli_id(identity->fingerprint, row->id);
    row->texts[NAME] = identity->name;
    row->texts[EMAIL] = identity->emails[0] ? identity->emails[0] : "-";
    row->texts[USE] = use_of(identity);
    row->texts[ISSUER] = identity->issuer_name;
    row->texts[UNTIL] = row->until;
    row->texts[LEFT] = row->left;
}

static void widen(size_t widths[COLUMNS], const char *const texts[COLUMNS])
{
    for (size_t i = 0; i < COLUMNS; i++)
        if (cli_text_width(texts[i]) > widths[i])
            widths[i] = cli_text_width(texts[i]);
}

static void show_row(const char *const texts[COLUMNS], const size_t widths[COLUMNS],
                     enum cli_tone tone, const char *state)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        size_t width = cli_text_width(texts[i]);
        cli_text_put(stdout, texts[i], "");
        printf("%*s", (int)(widths[i] > width ? widths[i] - width : 0) + 2, "");
    }
    cli_tone(stdout, tone);
    fputs(state, stdout);
    cli_tone(stdout, CLI_PLAIN);
    putchar('\n');
}

static enum cli_tone tone_of(enum nh_standing_state state)
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

/* Below the row, from its second column on. */
#define INDENT (CLI_ID_SIZE + 1)

/* What is known of it beside what it is: nothing of one that only lies here. */
static void show_ways(const struct nh_owned *owned)
{
    char date[CLI_DATE_SIZE], id[CLI_ID_SIZE];
    if (owned->newer)
        cli_print(stdout, "%*s%s takes its place, but is not chosen while this one is here\n",
                  INDENT, "", cli_id(owned->newer->fingerprint, id));
    if (*owned->site)
        cli_print(stdout, "%*sfrom %s\n", INDENT, "", owned->site);
    if (owned->portal && *owned->portal)
        cli_print(stdout, "%*sportal %s\n", INDENT, "", owned->portal);
    for (size_t i = 0; i < owned->copies.count; i++) {
        const struct nh_copy *copy = &owned->copies.items[i];
        cli_print(stdout, "%*scopy (%s) of %s: %s\n", INDENT, "", copy->kind,
                  cli_date(copy->time, date), copy->place);
    }
}

static void show_table(const struct nh_inventory *inventory)
{
    static const char *const head[COLUMNS] = {"ID",     "NAME",  "E-MAIL", "USE",
                                              "ISSUER", "UNTIL", "LEFT"};
    size_t widths[COLUMNS] = {0};
    struct row row;
    widen(widths, head);
    for (size_t i = 0; i < inventory->count; i++) {
        fill_row(&inventory->items[i], &row);
        widen(widths, row.texts);
    }
    cli_tone(stdout, CLI_STRONG);
    show_row(head, widths, CLI_STRONG, "STATE");
    for (size_t i = 0; i < inventory->count; i++) {
        enum nh_standing_state state = inventory->items[i].standing.state;
        fill_row(&inventory->items[i], &row);
        show_row(row.texts, widths, tone_of(state), nh_standing_word(state));
        show_ways(&inventory->items[i]);
    }
}

static void answer_json(struct cli *cli, const struct nh_inventory *inventory)
{
    cli_json_profile(cli);
    cJSON *list = cJSON_AddArrayToObject(cli_document(cli), "identities");
    for (size_t i = 0; i < inventory->count; i++) {
        cJSON *identity = nh_report_identity(inventory->items[i].identity);
        nh_report_owned(identity, &inventory->items[i], SIZE_MAX);
        cJSON_AddItemToArray(list, identity);
    }
}

static const char *expiring;
static const struct cli_option options[] = {
    {.name = "expiring",
     .argument = "DAYS",
     .about = "only what ends within so many days: 30d, or 30",
     .value = &expiring},
    {.name = NULL},
};

#define NEVER (-1)
#define DAYS_MOST 36500

/* "30d" or "30"; NEVER without the option. */
static enum nh_status read_days(long *days, struct nh_error *err)
{
    char *end = NULL;
    *days = NEVER;
    if (!expiring)
        return NH_OK;
    if (expiring[0] >= '0' && expiring[0] <= '9')
        *days = strtol(expiring, &end, 10);
    if (end && *end == 'd')
        end++;
    if (!end || *end)
        return nh_fail(err, NH_USAGE, NULL,
                       "\"%s\" is no number of days: give --expiring 30d, or 30.", expiring);
    if (*days > DAYS_MOST)
        return nh_fail(err, NH_USAGE, NULL, "--expiring takes %d days at most.", DAYS_MOST);
    return NH_OK;
}

/* Leave only those that end within so many days: the others go behind them, out of the count. */
static size_t keep_expiring(struct nh_inventory *inventory, long days)
{
    size_t kept = 0;
    for (size_t i = 0; i < inventory->count; i++) {
        struct nh_owned owned = inventory->items[i];
        if (!nh_standing_ends_within(&owned.standing, days))
            continue;
        memmove(&inventory->items[kept + 1], &inventory->items[kept], (i - kept) * sizeof owned);
        inventory->items[kept++] = owned;
    }
    return kept;
}

static void show(struct cli *cli, struct nh_inventory *inventory, long days)
{
    struct nh_inventory shown = *inventory;
    if (days != NEVER)
        shown.count = keep_expiring(inventory, days);
    if (cli->json)
        answer_json(cli, &shown);
    else if (shown.count > 0)
        show_table(&shown);
    else if (inventory->count > 0)
        cli_note(cli, "No certificate of the profile %s ends within %ld days.", cli->chosen.name,
                 days);
    else
        cli_note(cli, "The profile %s holds no certificate with a key.", cli->chosen.name);
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    struct nh_inventory inventory = {NULL, 0};
    long days = NEVER;
    enum nh_status status = read_days(&days, err);
    if (!status)
        status = cli_profile_enter(cli, err);
    if (!status)
        status = cli_store_unlock(cli, err);
    /* To look makes no journal, and the list is whole without one. */
    if (!status && nh_journal_is_there(cli->chosen.path))
        cli_journal_open(cli, NULL);
    if (!status)
        status = nh_inventory_read(cli->journal, cli->chosen.path, &inventory, err);
    if (!status)
        show(cli, &inventory, days);
    nh_inventory_reset(&inventory);
    return status;
}

const struct cli_verb cli_list = {
    .name = "list",
    .summary = "the certificates that have their key here, and how long they last",
    .help = "Usage: nss-helper list [--expiring DAYS] [OPTION…]\n\n"
            "Lists the certificates of a profile whose private key is there: the start of\n"
            "the SHA-256 fingerprint (an ID for the other commands), name, e-mail address,\n"
            "uses (login is for Wi-Fi, too), issuer, the last day of validity and the days to\n"
            "it, and the state:\n\n"
            "  revoked   as its CA said when it was asked: see verify\n"
            "  broken    its key does not sign for it, or its chain is bad: see verify\n"
            "  soon      it ends within 30 days\n"
            "  not-yet   it begins later\n"
            "  good\n"
            "  expired\n\n"
            "What wants a look comes first. Below each stands what is known of it: a newer\n"
            "one, the site that it came from, the portal where it is renewed, its copies.\n",
    .examples = "  nss-helper list\n"
                "  nss-helper list --expiring 30d\n"
                "  nss-helper list --profile default-esr --json\n",
    .options = options,
    .run = run,
};
