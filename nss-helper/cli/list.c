/* SPDX-License-Identifier: MPL-2.0 */
#include "cli.h"
#include "identity.h"
#include "json.h"
#include "output.h"
#include "text.h"
#include <cjson/cJSON.h>
#include <stdio.h>

enum { ID, NAME, EMAIL, ISSUER, COLUMNS };

/* Hex digits of a short fingerprint, enough to tell apart what one profile holds. */
#define SHORT 12

static void short_fingerprint(const char *fingerprint, char text[SHORT + 1])
{
    size_t length = 0;

    for (; *fingerprint != '\0' && length < SHORT; fingerprint++)
        if (*fingerprint != ':')
            text[length++] = *fingerprint;
    text[length] = '\0';
}

static void cells(const struct nh_identity *identity, char id[SHORT + 1],
                  const char *texts[COLUMNS])
{
    short_fingerprint(identity->fingerprint, id);
    texts[ID] = id;
    texts[NAME] = identity->name;
    texts[EMAIL] = identity->emails[0] != NULL ? identity->emails[0] : "-";
    texts[ISSUER] = identity->issuer_name;
}

static void show_row(const char *const texts[COLUMNS], const size_t widths[COLUMNS])
{
    for (size_t i = 0; i < COLUMNS; i++) {
        size_t width = cli_text_width(texts[i]);
        cli_text_put(stdout, texts[i], "");
        printf("%*s", (int)(widths[i] > width ? widths[i] - width : 0) + 2, "");
    }
}

static void show_until(const struct nh_identity *identity)
{
    char date[CLI_DATE_SIZE];
    time_t now = time(NULL);

    fputs(cli_date(identity->not_after, date), stdout);
    if (now > identity->not_after) {
        cli_tone(stdout, CLI_BAD);
        fputs(" expired", stdout);
    } else if (now < identity->not_before) {
        cli_tone(stdout, CLI_WARN);
        printf(" from %s", cli_date(identity->not_before, date));
    } else {
        putchar('\n');
        return;
    }
    cli_tone(stdout, CLI_PLAIN);
    putchar('\n');
}

static void show_table(const struct nh_identities *identities)
{
    static const char *const head[COLUMNS] = {"ID", "NAME", "E-MAIL", "ISSUER"};
    const char *texts[COLUMNS];
    size_t widths[COLUMNS] = {0};
    char id[SHORT + 1];

    for (size_t i = 0; i < COLUMNS; i++)
        widths[i] = cli_text_width(head[i]);
    for (size_t row = 0; row < identities->count; row++) {
        cells(identities->items[row], id, texts);
        for (size_t i = 0; i < COLUMNS; i++)
            if (cli_text_width(texts[i]) > widths[i])
                widths[i] = cli_text_width(texts[i]);
    }
    cli_tone(stdout, CLI_STRONG);
    show_row(head, widths);
    fputs("UNTIL", stdout);
    cli_tone(stdout, CLI_PLAIN);
    putchar('\n');
    for (size_t row = 0; row < identities->count; row++) {
        cells(identities->items[row], id, texts);
        show_row(texts, widths);
        show_until(identities->items[row]);
    }
}

static void answer_json(struct cli *cli, const struct nh_identities *identities)
{
    cJSON *list = NULL;

    cli_json_profile(cli);
    list = cJSON_AddArrayToObject(cli_document(cli), "identities");
    for (size_t i = 0; i < identities->count; i++)
        cJSON_AddItemToArray(list, nh_json_identity(identities->items[i]));
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    struct nh_identities identities = {NULL, 0};
    enum nh_status status = cli_profile_enter(cli, err);

    if (status == NH_OK)
        status = cli_store_open(cli, NH_STORE_READ, err);
    if (status == NH_OK)
        status = nh_identities_list(cli->store, &identities, err);
    if (status == NH_OK && cli->json)
        answer_json(cli, &identities);
    else if (status == NH_OK && identities.count > 0)
        show_table(&identities);
    else if (status == NH_OK)
        cli_note(cli, "The profile %s holds no certificate with a key.", cli->chosen.name);
    nh_identities_reset(&identities);
    return status;
}

const struct cli_verb cli_list = {
    .name = "list",
    .summary = "the certificates that have their key here",
    .help = "Usage: nss-helper list [OPTION…]\n\n"
            "Lists the certificates of a profile whose private key is there: the start of\n"
            "the SHA-256 fingerprint (an ID for the other commands), name, e-mail address,\n"
            "issuer, and the last day of validity (UTC).\n",
    .examples = "  nss-helper list\n"
                "  nss-helper list --profile default-esr --json\n",
    .run = run,
};
