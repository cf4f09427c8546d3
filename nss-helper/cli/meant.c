/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/meant.h"

#include "base/language.h"
#include "certificate/find.h"
#include "cli/cli.h"
#include "cli/details.h"
#include "cli/open.h"
#include "cli/output.h"
#include "lifecycle/inventory.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Read the whole inventory, which opens the databases itself. Without a journal, revocations are
   unknown. */
static enum nh_status read_all(struct cli *cli, struct nh_inventory *out, struct nh_error *err)
{
    nh_store_close(&cli->store);
    if (!cli->journal && nh_journal_is_there(cli->chosen.path))
        cli_journal_open(cli, NULL);
    return nh_inventory_read(cli->journal, cli->chosen.path, out, err);
}

/* The one that replaces all others that fit, or NULL. */
static const struct nh_owned *newest_of(const struct nh_inventory *inventory, const char *id)
{
    const struct nh_owned *newest = NULL;
    for (size_t i = 0; i < inventory->count; i++) {
        const struct nh_owned *owned = &inventory->items[i];
        if (!nh_identity_fits(owned->identity, id) || owned->newer)
            continue;
        if (newest)
            return NULL;
        newest = owned;
    }
    for (size_t i = 0; newest && i < inventory->count; i++) {
        const struct nh_owned *owned = &inventory->items[i];
        if (nh_identity_fits(owned->identity, id) && owned != newest &&
            owned->newer != newest->identity)
            return NULL;
    }
    return newest;
}

#define TOLD_MOST 480 /* bytes, so that the rest of the message fits, too */

/* They have the same name, so show until when each is valid, and which was replaced. */
static enum nh_status fail_many(const struct nh_inventory *inventory, const char *id,
                                struct nh_error *err)
{
    char told[TOLD_MOST] = "";
    size_t used = 0, left = 0;
    for (size_t i = 0; i < inventory->count; i++) {
        const struct nh_owned *owned = &inventory->items[i];
        char own[CLI_ID_SIZE], newer[CLI_ID_SIZE], days[CLI_DAYS_SIZE], one[240], by[80] = "";
        if (!nh_identity_fits(owned->identity, id))
            continue;
        if (owned->newer)
            snprintf(by, sizeof by, _(", replaced by %s"),
                     cli_id(owned->newer->fingerprint, newer));
        int length =
            snprintf(one, sizeof one, _("%s%s (%.40s, %s, %s%s)"), used ? ", " : "",
                     cli_id(owned->identity->fingerprint, own), owned->identity->name,
                     cli_standing(owned->standing.state), cli_days(owned, false, days), by);
        if (left > 0 || length < 0 || used + (size_t)length >= sizeof told)
            left++;
        else
            used += (size_t)snprintf(told + used, sizeof told - used, "%s", one);
    }
    if (left > 0)
        return nh_fail(err, NH_MANY_IDENTITIES, NULL, "Several certificates fit: %s, and %zu more.",
                       told, left);
    return nh_fail(err, NH_MANY_IDENTITIES, NULL, "Several certificates fit: %s.", told);
}

static void remark(struct cli *cli, const struct nh_owned *newest)
{
    char own[CLI_ID_SIZE], days[CLI_DAYS_SIZE];
    cli_note(cli, _("Several certificates fit; the newest is used: %s (%s)."),
             cli_id(newest->identity->fingerprint, own), cli_days(newest, false, days));
}

enum nh_status cli_meant_pick(struct cli *cli, const struct nh_inventory *inventory, const char *id,
                              size_t *at, struct nh_error *err)
{
    struct nh_identities list = {calloc(inventory->count + 1, sizeof(struct nh_identity *)),
                                 inventory->count};
    if (!list.items)
        return nh_fail_memory(err);
    for (size_t i = 0; i < list.count; i++)
        list.items[i] = inventory->items[i].identity;
    enum nh_status status = nh_identities_pick(&list, id, at, err);
    free(list.items);
    if (status != NH_MANY_IDENTITIES)
        return status;
    const struct nh_owned *newest = newest_of(inventory, id);
    if (!newest)
        return fail_many(inventory, id, err);
    remark(cli, newest);
    *at = (size_t)(newest - inventory->items);
    return NH_OK;
}

enum nh_status cli_meant_find(struct cli *cli, const char *id, struct nh_identity **out,
                              struct nh_error *err)
{
    struct nh_inventory inventory = {NULL, 0};
    size_t at = 0;
    enum nh_status status = nh_identity_find(cli->store, id, out, err);
    if (status != NH_MANY_IDENTITIES)
        return status;
    status = read_all(cli, &inventory, err);
    if (!status)
        status = cli_meant_pick(cli, &inventory, id, &at, err);
    if (!status)
        status = cli_store_open(cli, NH_STORE_READ, err);
    if (!status) {
        *out = inventory.items[at].identity;
        inventory.items[at].identity = NULL;
    }
    nh_inventory_reset(&inventory);
    return status;
}

enum nh_status cli_meant_refuse(struct cli *cli, const char *id, enum nh_status status,
                                struct nh_error *err)
{
    struct nh_inventory inventory = {NULL, 0};
    if (status == NH_MANY_IDENTITIES && !read_all(cli, &inventory, err))
        fail_many(&inventory, id, err);
    nh_inventory_reset(&inventory);
    return status;
}
