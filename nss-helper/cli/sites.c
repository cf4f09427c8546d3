/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/sites.h"

#include "base/language.h"
#include "browser/manifest.h"
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/verbs.h"
#include "cli/wrap.h"

#include <cjson/cJSON.h>

static bool managed;

static const struct cli_option options[] = {
    {.name = "managed",
     .about = N_(
         "write the list as Firefox's managed storage, from which the panel reads it even without the program nss-helper"),
     .flag = &managed,
     .excludes = "json"},
    {.name = NULL},
};

static void add_json(cJSON *list, const struct nh_listed *listed)
{
    cJSON *item = cJSON_CreateObject();
    cJSON_AddItemToArray(list, item);
    cli_json_add(item, "site", listed->site);
    cli_json_add(item, "name", listed->name);
    cli_json_add(item, "login", listed->login);
    cli_json_add(item, "test", listed->test);
    cli_json_add(item, "est", listed->est);
    cli_json_add(item, "estRoot", listed->est_root);
    cli_json_add(item, "wifi", listed->wifi);
}

static void answer_json(struct cli *cli, const struct nh_sites *sites)
{
    cJSON *document = cli_document(cli), *list = cJSON_CreateArray();
    cli_json_add(document, "file", NH_SITES_FILE);
    cJSON_AddBoolToObject(document, "there", sites->there);
    cJSON_AddBoolToObject(document, "locked", sites->locked);
    cJSON_AddItemToObject(document, "sites", list);
    for (size_t i = 0; i < sites->count; i++)
        add_json(list, &sites->items[i]);
}

/* The managed storage manifest (see MDN), which the extension reads through storage.managed. */
static void answer_managed(struct cli *cli, const struct nh_sites *sites)
{
    cJSON *document = cli_document(cli), *list = cJSON_CreateArray();
    cli_json_add(document, "name", NH_MANIFEST_EXTENSION);
    cli_json_add(document, "description", "The sites of " NH_SITES_FILE);
    cli_json_add(document, "type", "storage");
    cJSON *data = cJSON_AddObjectToObject(document, "data");
    cJSON_AddBoolToObject(data, "locked", sites->locked);
    cJSON_AddItemToObject(data, "sites", list);
    for (size_t i = 0; i < sites->count; i++) {
        cJSON *item = cJSON_CreateObject();
        cJSON_AddItemToArray(list, item);
        cli_json_add(item, "site", sites->items[i].site);
        cli_json_add(item, "name", sites->items[i].name ? sites->items[i].name : "");
    }
    cli->json = true;
}

static void show_one(const char *what, const char *value)
{
    if (value)
        cli_line(stdout, 4, "%s: %s", what, value);
}

static void show(const struct nh_sites *sites)
{
    if (!sites->there)
        cli_line(stdout, 0, _("There is no %s. Everybody chooses their own sites."), NH_SITES_FILE);
    else if (sites->locked)
        cli_line(stdout, 0, "%s", _("Only these sites can be used:"));
    else
        cli_line(stdout, 0, "%s", _("These sites are ready. You can turn on others:"));
    for (size_t i = 0; i < sites->count; i++) {
        const struct nh_listed *listed = &sites->items[i];
        cli_line(stdout, 0, "%s", listed->site);
        show_one("name", listed->name);
        show_one("login", listed->login);
        show_one("test", listed->test);
        show_one("est", listed->est);
        show_one("est-root", listed->est_root);
        show_one("wifi", listed->wifi);
    }
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    struct nh_sites sites = {0};
    enum nh_status status = nh_sites_read(&sites, err);
    if (!status && managed)
        answer_managed(cli, &sites);
    else if (!status && cli->json)
        answer_json(cli, &sites);
    else if (!status)
        show(&sites);
    nh_sites_reset(&sites);
    return status;
}

static const struct cli_alias aliases[] = {{.word = "site"}, {.word = NULL}};

const struct cli_verb cli_sites = {
    .name = "sites",
    .aliases = aliases,
    .summary = N_("show the sites that your administrator has named"),
    .help = N_("Usage: nss-helper sites [--json | --managed]\n\n"
               "Shows the administrator's list, /etc/nss-helper/sites, or the line of it that is\n"
               "wrong. If the list is locked, no other site can be used.\n"),
    .examples = "  nss-helper sites\n"
                "  nss-helper sites --managed\n",
    .options = options,
    .useless = "profile primary-password-file primary-password-fd",
    .run = run,
};
