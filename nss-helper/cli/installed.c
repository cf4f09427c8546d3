/* SPDX-License-Identifier: MPL-2.0 */
#include "installed.h"
#include "identity.h"
#include "json.h"
#include "output.h"
#include <cjson/cJSON.h>

void cli_installed_show(const char *name, const struct nh_answer *answer)
{
    const struct nh_identity *identity = answer->identity;
    char from[CLI_DATE_SIZE], until[CLI_DATE_SIZE];

    cli_print(stdout, "%s: ", name);
    cli_tone(stdout, answer->known ? CLI_PLAIN : CLI_GOOD);
    cli_print(stdout, "%s", answer->known     ? "is there already"
                            : answer->renewed ? "installed, a further one for its key"
                                              : "installed");
    cli_tone(stdout, CLI_PLAIN);
    cli_print(stdout, "\n  name         %s\n", identity->name);
    for (char **email = identity->emails; *email != NULL; email++)
        cli_print(stdout, "  e-mail       %s\n", *email);
    cli_print(stdout, "  issuer       %s\n", identity->issuer);
    cli_print(stdout, "  serial       %s (decimal %s)\n", identity->serial_hex,
              identity->serial_decimal);
    cli_print(stdout, "  valid        %s to %s (UTC)\n", cli_date(identity->not_before, from),
              cli_date(identity->not_after, until));
    cli_print(stdout, "  fingerprint  %s\n", identity->fingerprint);
    if (answer->intermediates > 0)
        cli_print(stdout, "  with %zu intermediate certificate%s\n", answer->intermediates,
                  answer->intermediates == 1 ? "" : "s");
}

void cli_installed_json(cJSON *item, const struct nh_answer *answer)
{
    cJSON *added = NULL;

    cJSON_AddItemToObject(item, "identity", nh_json_identity(answer->identity));
    added = cJSON_AddObjectToObject(item, "added");
    cJSON_AddNumberToObject(added, "identities", answer->known ? 0 : 1);
    cJSON_AddNumberToObject(added, "intermediates", (double)answer->intermediates);
    cJSON_AddBoolToObject(item, "known", answer->known);
}
