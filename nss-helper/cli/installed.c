/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/installed.h"

#include "base/language.h"
#include "certificate/identity.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/width.h"
#include "cli/wrap.h"
#include "formats/incoming.h"
#include "lifecycle/report.h"

#include <cjson/cJSON.h>

/* `done`: it was stored. */
static void show_further(const struct nh_further *further, bool done)
{
    if (further->state == NH_FURTHER_NEW)
        cli_line_whole(stdout, 2, 4,
                       done ? _("with %s: imported, without trust")
                            : _("with %s: new, without trust"),
                       further->name);
    else if (further->state == NH_FURTHER_KNOWN)
        cli_line_whole(stdout, 2, 4, _("with %s: already there"), further->name);
    else
        cli_line_whole(stdout, 2, 4, _("with %s: left out, it did not issue this certificate"),
                       further->name);
}

/* A name and its value, in columns. */
static void field(int indent, const char *name, const char *value)
{
    printf("%*s%s", indent, "", name);
    cli_meaning(stdout, (size_t)indent + 13, (size_t)indent + cli_text_width(name), value);
}

static void show_coming(const struct nh_incoming *incoming)
{
    const struct nh_identity *identity = incoming->identity;
    char until[CLI_DATE_SIZE];
    cli_line_whole(stdout, 2, 4,
                   incoming->completes ? _("%s: is issued by it")
                   : incoming->known   ? _("%s: already there")
                   : incoming->renewed ? _("%s: new, one more for its key")
                                       : _("%s: new"),
                   identity->name);
    for (char **email = identity->emails; *email; email++)
        field(4, _("e-mail"), *email);
    field(4, _("issuer"), identity->issuer);
    field(4, _("valid until"), cli_date(identity->not_after, until));
}

void cli_coming_show(const char *name, const struct nh_incoming *incoming, size_t count)
{
    cli_progress_pause();
    cli_line_whole(stdout, 0, 2, _("%s contains:"), name);
    for (size_t i = 0; i < count; i++)
        show_coming(&incoming[i]);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < incoming[i].further.count; k++)
            show_further(&incoming[i].further.items[k], false);
    cli_progress_resume();
}

/* Only CA certificates came, for an identity that was stored before. */
static void show_completed(const char *name, const struct nh_incoming *incoming)
{
    cli_line_whole(stdout, 0, 2, _("%s: for %s"), name, incoming->identity->name);
    for (size_t i = 0; i < incoming->further.count; i++)
        show_further(&incoming->further.items[i], true);
}

static void show_installed(const char *name, const struct nh_incoming *incoming)
{
    const struct nh_identity *identity = incoming->identity;
    char date[CLI_DATE_SIZE];
    cli_print(stdout, "%s: ", name);
    cli_tone(stdout, incoming->known ? CLI_PLAIN : CLI_GOOD);
    cli_print(stdout, "%s",
              incoming->known     ? _("already there")
              : incoming->renewed ? _("imported, one more for its key")
                                  : _("imported"));
    cli_tone(stdout, CLI_PLAIN);
    putchar('\n');
    field(2, _("name"), identity->name);
    for (char **email = identity->emails; *email; email++)
        field(2, _("e-mail"), *email);
    field(2, _("issuer"), identity->issuer);
    field(2, _("serial"), identity->serial_hex);
    field(2, _("in decimal"), identity->serial_decimal);
    field(2, _("valid from"), cli_date(identity->not_before, date));
    field(2, _("valid until"), cli_date(identity->not_after, date));
    field(2, _("fingerprint"), identity->fingerprint);
    for (size_t i = 0; i < incoming->further.count; i++)
        show_further(&incoming->further.items[i], true);
}

void cli_installed_show(const char *name, const struct nh_incoming *incoming)
{
    cli_progress_pause();
    if (incoming->completes)
        show_completed(name, incoming);
    else
        show_installed(name, incoming);
    cli_progress_resume();
}

static void add_further(cJSON *list, const struct nh_further *further)
{
    static const char *const words[] = {
        [NH_FURTHER_NEW] = "new",
        [NH_FURTHER_KNOWN] = "known",
        [NH_FURTHER_STRANGER] = "left-out",
    };
    cJSON *item = cJSON_CreateObject();
    cli_json_add(item, "name", further->name);
    cli_json_add(item, "state", words[further->state]);
    if (further->state == NH_FURTHER_STRANGER)
        cli_json_add(item, "reason", _("it did not issue this certificate"));
    cJSON_AddItemToArray(list, item);
}

void cli_installed_json(cJSON *item, const struct nh_incoming *incoming)
{
    cJSON *added = NULL, *list = NULL;
    cJSON_AddItemToObject(item, "identity", nh_report_identity(incoming->identity));
    added = cJSON_AddObjectToObject(item, "added");
    cJSON_AddNumberToObject(added, "identities", incoming->known ? 0 : 1);
    cJSON_AddNumberToObject(added, "intermediates", (double)incoming->intermediates);
    cJSON_AddBoolToObject(item, "known", incoming->known);
    list = cJSON_AddArrayToObject(item, "certificates");
    for (size_t i = 0; i < incoming->further.count; i++)
        add_further(list, &incoming->further.items[i]);
}
