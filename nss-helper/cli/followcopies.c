/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/followcopies.h"

#include "base/language.h"
#include "base/shell.h"
#include "certificate/find.h"
#include "certificate/identity.h"
#include "cli/cli.h"
#include "cli/open.h"
#include "cli/output.h"
#include "formats/incoming.h"
#include "journal/copies.h"
#include "journal/enrolment.h"
#include "lifecycle/carry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_MOST 16 /* renewals after which a copy that can't be renewed is given up */

/* The certificates that were replaced by this one, the last first. A profile that could not be
   written may still have any of them. */
struct line {
    char items[LINE_MOST][NH_FINGERPRINT_SIZE];
    size_t count;
};

static void trace(struct cli *cli, const char *old, struct line *out)
{
    struct nh_job job = {.id = ""};
    struct nh_enrolment enrolment = {.server = NULL};
    snprintf(out->items[0], sizeof out->items[0], "%s", old);
    for (out->count = 1; out->count < LINE_MOST; out->count++) {
        if (nh_enrolment_origin(cli->journal, out->items[out->count - 1], &job, NULL) ||
            nh_enrolment_load(cli->journal, job.id, &enrolment, NULL))
            return;
        memcpy(out->items[out->count], enrolment.renews, sizeof enrolment.renews);
        nh_enrolment_reset(&enrolment);
        if (!*out->items[out->count])
            return;
    }
}

static enum nh_status take(struct cli *cli, const struct nh_identity *identity,
                           struct nh_carried *out, struct nh_error *err)
{
    if (out->bytes.length > 0)
        return NH_OK;
    enum nh_status status = cli_store_open(cli, NH_STORE_READ, err);
    if (!status)
        status = nh_carry_take(cli->store, identity, out, err);
    nh_store_close(&cli->store);
    return status;
}

/* A profile with a copy, and the last certificate of the line that was copied to it. */
struct place {
    char *path;
    const char *of;
};

struct places {
    struct place *items;
    size_t count;
};

/* A copy that the person has removed is not created again. Looking needs no password. */
static enum nh_status look(const struct place *place, bool *there, struct nh_error *err)
{
    struct nh_store *store = NULL;
    struct nh_identity *found = NULL;
    enum nh_status status = nh_store_open(place->path, NH_STORE_LOOK, &store, err);
    if (!status)
        status = nh_identity_describe(store, place->of, &found, err);
    *there = !status;
    nh_identity_free(&found);
    nh_store_close(&store);
    return status == NH_NO_IDENTITY ? NH_OK : status;
}

static enum nh_status put(const char *place, const struct nh_carried *carried, struct nh_error *err)
{
    struct nh_incoming incoming = {.identity = NULL};
    enum nh_status status = nh_carry_into(place, carried, &incoming, err);
    nh_incoming_reset(&incoming);
    return status;
}

static void tell_locked(struct cli *cli, const char *place, const struct nh_identity *identity)
{
    char id[CLI_ID_SIZE], *word = nh_shell_word(place);
    cli_note(cli,
             _("The copy in %s is still the old certificate: that profile has a primary "
               "password. To renew the copy: nss-helper copy %s --to %s"),
             place, cli_id(identity->fingerprint, id), word ? word : place);
    free(word);
}

static enum nh_status copy(struct cli *cli, const struct place *to,
                           const struct nh_identity *identity, struct nh_carried *carried,
                           struct nh_error *err)
{
    struct nh_error failed = {.status = NH_OK};
    bool there = false;
    enum nh_status status = look(to, &there, &failed);
    if (!status && there)
        status = take(cli, identity, carried, &failed);
    if (!status && there)
        status = put(to->path, carried, &failed);
    if (status == NH_PRIMARY_PASSWORD) {
        tell_locked(cli, to->path, identity);
        return NH_OK;
    }
    if (status)
        return nh_fail(err, status, failed.cause, "The copy in %s is still the old certificate. %s",
                       to->path, failed.message);
    if (there) {
        nh_copies_add(cli->journal, identity->fingerprint, NH_COPY_PROFILE, to->path, NULL, NULL);
        cli_note(cli, _("The copy in %s is renewed too."), to->path);
    }
    return NH_OK;
}

static enum nh_status add(struct places *places, const char *path, const char *of,
                          struct nh_error *err)
{
    for (size_t i = 0; i < places->count; i++)
        if (strcmp(places->items[i].path, path) == 0)
            return NH_OK;
    struct place *longer = reallocarray(places->items, places->count + 1, sizeof *longer);
    if (longer)
        places->items = longer;
    char *copy = longer ? strdup(path) : NULL;
    if (!copy)
        return nh_fail_memory(err);
    longer[places->count++] = (struct place){copy, of};
    return NH_OK;
}

/* Add the profiles with a copy of one certificate of the line. A missing profile is reported only
   when the certificate that was copied to it is renewed. */
static enum nh_status add_of(struct cli *cli, const char *fingerprint, bool last,
                             struct places *places, struct nh_error *err)
{
    struct nh_copies copies = {.items = NULL};
    enum nh_status status = nh_copies_list(cli->journal, fingerprint, &copies, err);
    for (size_t i = 0; !status && i < copies.count; i++)
        if (nh_copy_is_profile(&copies.items[i]) &&
            (last || access(copies.items[i].place, F_OK) == 0))
            status = add(places, copies.items[i].place, fingerprint, err);
    nh_copies_reset(&copies);
    return status;
}

static void reset(struct places *places)
{
    for (size_t i = 0; i < places->count; i++)
        free(places->items[i].path);
    free(places->items);
}

enum nh_status cli_follow_copies(struct cli *cli, const char *old,
                                 const struct nh_identity *identity, struct nh_error *err)
{
    struct line line = {.count = 0};
    struct places places = {.items = NULL};
    struct nh_carried carried = {.bytes = {.data = NULL}};
    struct nh_error worst = {.status = NH_OK}, failed = worst;
    trace(cli, old, &line);
    for (size_t i = 0; i < line.count; i++)
        if (add_of(cli, line.items[i], i == 0, &places, &failed))
            nh_error_gather(&worst, &failed);
    for (size_t i = 0; i < places.count; i++) {
        if (copy(cli, &places.items[i], identity, &carried, &failed))
            nh_error_gather(&worst, &failed);
    }
    nh_carried_reset(&carried);
    reset(&places);
    if (worst.status)
        *err = worst;
    return worst.status;
}
