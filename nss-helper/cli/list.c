/* SPDX-License-Identifier: MPL-2.0 */
#include "certificate/identity.h"

#include "base/language.h"
#include "cli/cli.h"
#include "cli/confined.h"
#include "cli/details.h"
#include "cli/enter.h"
#include "cli/meant.h"
#include "cli/open.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/table.h"
#include "cli/verbs.h"
#include "cli/wrap.h"
#include "lifecycle/inventory.h"
#include "lifecycle/report.h"

#include <cjson/cJSON.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ID, NAME, EMAIL, USE, ISSUER, UNTIL, LEFT, STATE, COLUMNS };

static const struct cli_column columns[COLUMNS] = {
    [ID] = {.head = N_("ID")},
    [NAME] = {.head = N_("NAME"), .least = 8},
    [EMAIL] = {.head = N_("E-MAIL"), .least = 14, .leaves = 5},
    [USE] = {.head = N_("USE"), .leaves = 2},
    [ISSUER] = {.head = N_("ISSUER"), .least = 8, .leaves = 3},
    [UNTIL] = {.head = N_("UNTIL"), .leaves = 1},
    [LEFT] = {.head = N_("LEFT"), .leaves = 4},
    [STATE] = {.head = N_("STATE")},
};

/* The texts of a row, owned by it or by the identity. */
struct row {
    const char *texts[COLUMNS];
    char id[CLI_ID_SIZE], until[CLI_DATE_SIZE], left[CLI_DAYS_SIZE];
};

static void fill_row(const struct nh_owned *owned, struct row *row)
{
    const struct nh_identity *identity = owned->identity;
    row->texts[ID] = cli_id(identity->fingerprint, row->id);
    row->texts[NAME] = identity->name;
    row->texts[EMAIL] = identity->emails[0] ? identity->emails[0] : "-";
    row->texts[USE] = cli_uses(identity);
    row->texts[ISSUER] = identity->issuer_name;
    row->texts[UNTIL] = cli_date(identity->not_after, row->until);
    row->texts[LEFT] = cli_days(owned, true, row->left);
    row->texts[STATE] = cli_standing(owned->standing.state);
}

/* The width of a cut name with its "…"; cutting a wide character may leave one column free. */
static size_t cut_width(const char *text, size_t most)
{
    size_t width = cli_text_width(text);
    if (width <= most)
        return width;
    size_t length = cli_text_length(text, most - 1);
    return width - cli_text_width(text + length) + 1;
}

static void show_row(const char *const texts[COLUMNS], const size_t widths[COLUMNS],
                     enum cli_tone tone)
{
    for (size_t i = 0; i < STATE; i++) {
        if (widths[i] == 0)
            continue;
        cli_text_put_cut(stdout, texts[i], widths[i]);
        printf("%*s", (int)(widths[i] - cut_width(texts[i], widths[i])) + CLI_TABLE_GAP, "");
    }
    cli_tone(stdout, tone);
    fputs(texts[STATE], stdout);
    cli_tone(stdout, CLI_PLAIN);
    putchar('\n');
}

/* Say which columns were left out. */
static void show_left_out(const struct cli *cli, const size_t widths[COLUMNS])
{
    bool left_out = false;
    for (size_t i = 0; i < COLUMNS; i++)
        left_out |= widths[i] == 0;
    if (left_out && !cli->quiet)
        cli_line(stdout, 0, "%s",
                 _("Not all columns fit this terminal. To see everything: nss-helper list ID, or "
                   "nss-helper list --json."));
}

static void show_table(const struct cli *cli, const struct nh_inventory *inventory)
{
    const char *head[COLUMNS];
    size_t widths[COLUMNS] = {0};
    struct row row;
    for (size_t i = 0; i < COLUMNS; i++) {
        head[i] = _(columns[i].head);
        cli_table_widen(&widths[i], head[i]);
    }
    for (size_t i = 0; i < inventory->count; i++) {
        fill_row(&inventory->items[i], &row);
        for (size_t k = 0; k < COLUMNS; k++)
            cli_table_widen(&widths[k], row.texts[k]);
    }
    cli_table_fit(columns, COLUMNS, widths, cli_columns(stdout));
    cli_tone(stdout, CLI_STRONG);
    show_row(head, widths, CLI_STRONG);
    for (size_t i = 0; i < inventory->count; i++) {
        fill_row(&inventory->items[i], &row);
        show_row(row.texts, widths, cli_standing_tone(inventory->items[i].standing.state));
        cli_details_beside(&inventory->items[i], widths[ID] + CLI_TABLE_GAP);
    }
    show_left_out(cli, widths);
}

static void answer_json(struct cli *cli, const struct nh_inventory *inventory)
{
    cli_json_format(cli);
    cli_json_profile(cli);
    cJSON *list = cJSON_AddArrayToObject(cli_document(cli), "identities");
    for (size_t i = 0; i < inventory->count; i++) {
        cJSON *identity = nh_report_identity(inventory->items[i].identity);
        nh_report_owned(identity, &inventory->items[i], SIZE_MAX);
        nh_report_odd(identity, inventory->items[i].identity, inventory->items[i].open);
        cJSON_AddItemToArray(list, identity);
    }
}

static const char *expiring;
static const struct cli_option options[] = {
    {.name = "expiring",
     .argument = "DAYS",
     .about = N_("only those that expire within so many days, for example 30d or 30"),
     .value = &expiring},
    {.name = NULL},
};

#define NEVER (-1)

/* Keep those that expire within this many days: move the others to the end, and return the new
   count. */
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
        show_table(cli, &shown);
    else if (inventory->count > 0)
        cli_note(cli,
                 ngettext("No certificate in the profile %s expires within %ld day.",
                          "No certificate in the profile %s expires within %ld days.",
                          (unsigned long)days),
                 cli->chosen.name, days);
    else
        cli_note(cli, _("The profile %s has no certificate with a key."), cli->chosen.name);
}

/* A list with one certificate. */
static enum nh_status show_one(struct cli *cli, struct nh_inventory *inventory,
                               struct nh_error *err)
{
    size_t at = 0;
    enum nh_status status = cli_meant_pick(cli, inventory, cli->words[0], &at, err);
    struct nh_inventory one = {&inventory->items[at], 1};
    if (!status && cli->json)
        answer_json(cli, &one);
    else if (!status)
        cli_details_show(one.items);
    return status;
}

static enum nh_status read_days(const struct cli *cli, long *days, struct nh_error *err)
{
    if (!expiring)
        return NH_OK;
    if (cli->count > 0)
        return nh_fail(err, NH_USAGE, NULL, "--expiring and an ID can't be used together.");
    return cli_options_days("--expiring", expiring, days, err);
}

/* A profile with a primary password is opened a second time. */
static enum nh_status read_inventory(struct cli *cli, struct nh_inventory *out,
                                     struct nh_error *err)
{
    enum nh_status status = nh_inventory_read(cli->journal, cli->chosen.path, out, err);
    if (status != NH_PRIMARY_PASSWORD)
        return status;
    status = cli_store_unlock(cli, err);
    return status ? status : nh_inventory_read(cli->journal, cli->chosen.path, out, err);
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    struct nh_inventory inventory = {NULL, 0};
    long days = NEVER;
    enum nh_status status = read_days(cli, &days, err);
    if (!status)
        status = cli_profile_enter(cli, err);
    if (!status)
        cli_confine(cli, 0, NULL);
    /* Listing does not create a journal, and works without one. */
    if (!status && nh_journal_is_there(cli->chosen.path))
        cli_journal_open(cli, NULL);
    cli_progress_begin(cli, _("Checking the certificates"));
    if (!status)
        status = read_inventory(cli, &inventory, err);
    cli_progress_end();
    if (!status && cli->count > 0)
        status = show_one(cli, &inventory, err);
    else if (!status)
        show(cli, &inventory, days);
    nh_inventory_reset(&inventory);
    return status;
}

static const struct cli_alias aliases[] = {
    {.word = "ls"},          {.word = "show"},         {.word = "info"},
    {.word = "status"},      {.word = "cert"},         {.word = "certs"},
    {.word = "certificate"}, {.word = "certificates"}, {.word = NULL}};

const struct cli_verb cli_list = {
    .name = "list",
    .aliases = aliases,
    .summary = N_("list your certificates, or show one of them"),
    .help = N_("Usage: nss-helper list [--expiring DAYS] [OPTION…]\n"
               "       nss-helper list ID [OPTION…]\n\n"
               "Lists the certificates in a profile whose private key is there: the start of\n"
               "the SHA-256 fingerprint (an ID for the other commands), name, e-mail address,\n"
               "uses (login includes Wi-Fi), issuer, the last day of validity, the days until\n"
               "then, and the state:\n\n"
               "  revoked        its CA has revoked it\n"
               "  not working    its key does not sign for it, its chain is wrong, or it is for\n"
               "                 neither login nor e-mail: see verify\n"
               "  expires soon   a third of its life is left, and 30 days at most\n"
               "  not valid yet  its validity period has not begun\n"
               "  valid          it works\n"
               "  expired        its validity period is over\n\n"
               "Certificates that need attention are listed first. The lines below a certificate\n"
               "tell what is unusual about it, which newer one replaces it, the site that it\n"
               "came from, the portal where you renew it, and its copies.\n\n"
               "On a terminal, long names are cut first. If that is not enough, columns are left\n"
               "out, and the last line says so. With an ID, one certificate is shown with all\n"
               "its details.\n"),
    .examples = "  nss-helper list\n"
                "  nss-helper list taro@example.ac.jp\n"
                "  nss-helper list --expiring 30d\n"
                "  nss-helper list --profile default-esr --json\n",
    .options = options,
    .words_most = 1,
    .often = "",
    .takes_id = true,
    .run = run,
};
