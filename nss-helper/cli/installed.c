/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/installed.h"

#include "certificate/identity.h"
#include "cli/output.h"
#include "formats/incoming.h"
#include "lifecycle/report.h"

#include <cjson/cJSON.h>

static const char *reason(enum nh_further_state state)
{
    return state == NH_FURTHER_ROOT ? "it signs itself: no file makes a CA trusted"
                                    : "it is no issuer of this certificate";
}

static void show_further(const struct nh_further *further, const char *when_new)
{
    cli_print(stdout, "  with %s: ", further->name);
    if (further->state == NH_FURTHER_NEW)
        cli_print(stdout, "%s, without trust\n", when_new);
    else if (further->state == NH_FURTHER_KNOWN)
        cli_print(stdout, "is there already\n");
    else
        cli_print(stdout, "left out, %s\n", reason(further->state));
}

static void show_coming(const struct nh_incoming *incoming)
{
    const struct nh_identity *identity = incoming->identity;
    char until[CLI_DATE_SIZE];
    cli_print(stdout, "  %s: %s\n", identity->name,
              incoming->known     ? "is there already"
              : incoming->renewed ? "new, a further one for its key"
                                  : "new");
    for (char **email = identity->emails; *email; email++)
        cli_print(stdout, "    e-mail       %s\n", *email);
    cli_print(stdout, "    issuer       %s\n", identity->issuer);
    cli_print(stdout, "    valid until  %s\n", cli_date(identity->not_after, until));
}

void cli_coming_show(const char *name, const struct nh_incoming *incoming, size_t count)
{
    cli_print(stdout, "%s brings:\n", name);
    for (size_t i = 0; i < count; i++)
        show_coming(&incoming[i]);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < incoming[i].further.count; k++)
            show_further(&incoming[i].further.items[k], "new");
}

void cli_installed_show(const char *name, const struct nh_incoming *incoming)
{
    const struct nh_identity *identity = incoming->identity;
    char from[CLI_DATE_SIZE], until[CLI_DATE_SIZE];
    cli_print(stdout, "%s: ", name);
    cli_tone(stdout, incoming->known ? CLI_PLAIN : CLI_GOOD);
    cli_print(stdout, "%s",
              incoming->known     ? "is there already"
              : incoming->renewed ? "installed, a further one for its key"
                                  : "installed");
    cli_tone(stdout, CLI_PLAIN);
    cli_print(stdout, "\n  name         %s\n", identity->name);
    for (char **email = identity->emails; *email; email++)
        cli_print(stdout, "  e-mail       %s\n", *email);
    cli_print(stdout, "  issuer       %s\n", identity->issuer);
    cli_print(stdout, "  serial       %s (decimal %s)\n", identity->serial_hex,
              identity->serial_decimal);
    cli_print(stdout, "  valid        %s to %s\n", cli_date(identity->not_before, from),
              cli_date(identity->not_after, until));
    cli_print(stdout, "  fingerprint  %s\n", identity->fingerprint);
    for (size_t i = 0; i < incoming->further.count; i++)
        show_further(&incoming->further.items[i], "installed");
}

static void add_further(cJSON *list, const struct nh_further *further)
{
    static const char *const words[] = {
        [NH_FURTHER_NEW] = "new",
        [NH_FURTHER_KNOWN] = "known",
        [NH_FURTHER_ROOT] = "left-out",
        [NH_FURTHER_STRANGER] = "left-out",
    };
    cJSON *item = cJSON_CreateObject();
    cli_json_add(item, "name", further->name);
    cli_json_add(item, "state", words[further->state]);
    if (further->state == NH_FURTHER_ROOT || further->state == NH_FURTHER_STRANGER)
        cli_json_add(item, "reason", reason(further->state));
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
