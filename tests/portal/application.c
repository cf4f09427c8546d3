/* SPDX-License-Identifier: MPL-2.0 */
#include "application.h"

#include "log.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>

#define COLUMNS "id, user, state, created, ready_at, pin_expires, pin, renews"

bool application_start(struct store *store, const char *user, const char *renews, time_t now,
                       int prepare)
{
    int added = store_run(store,
        "INSERT INTO application (user, state, created, ready_at, renews)"
        " SELECT ?1, 'preparing', ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM application"
        "  WHERE user = ?1 AND state IN ('preparing','ready'))",
        "siis", user, (sqlite3_int64)now, (sqlite3_int64)now + prepare, renews);

    if (added == 1 && renews)
        log_event("renew user=%s serial=%s", user, renews);
    else if (added == 1)
        log_event("issue user=%s", user);
    return added >= 0;
}

/* Without 0, 1, I and O, which people confuse; 32 of them, so that five random
 * bits make a character. */
static bool pin_make(char pin[PIN_SIZE])
{
    static const char alphabet[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    unsigned char raw[PIN_LENGTH];

    if (RAND_bytes(raw, sizeof raw) != 1)
        return false;
    for (int i = 0; i < PIN_LENGTH; i++)
        pin[i] = alphabet[raw[i] & 31];
    pin[PIN_LENGTH] = '\0';
    return true;
}

static bool due_one(struct store *store, time_t now, sqlite3_int64 *id, char *user, size_t size)
{
    sqlite3_stmt *due = store_query(store,
        "SELECT id, user FROM application WHERE state = 'preparing' AND ready_at <= ? LIMIT 1",
        "i", (sqlite3_int64)now);
    bool found = due && sqlite3_step(due) == SQLITE_ROW;

    if (found) {
        *id = sqlite3_column_int64(due, 0);
        store_text(due, 1, user, size);
    }
    store_done(store, due);
    return found;
}

bool application_advance(struct store *store, time_t now, int pin_lifetime)
{
    sqlite3_int64 id;
    char user[USER_SIZE], pin[PIN_SIZE];

    while (due_one(store, now, &id, user, sizeof user)) {
        if (!pin_make(pin))
            return false;
        int changed = store_run(store,
            "UPDATE application SET state = 'ready', pin = ?, pin_expires = ?"
            " WHERE id = ? AND state = 'preparing'",
            "sii", pin, (sqlite3_int64)now + pin_lifetime, id);
        if (changed < 0)
            return false;
        if (changed == 1)
            log_event("ready user=%s", user);
    }
    return store_run(store,
                     "UPDATE application SET state = 'expired'"
                     " WHERE state = 'ready' AND pin_expires <= ?",
                     "i", (sqlite3_int64)now) >= 0;
}

static enum application_state state_of(const char *name)
{
    static const char *const names[] = {"", "preparing", "ready", "issued", "expired"};

    for (int i = APP_PREPARING; i <= APP_EXPIRED; i++)
        if (strcmp(name, names[i]) == 0)
            return (enum application_state)i;
    return APP_NONE;
}

static void read_row(sqlite3_stmt *row, struct application *app)
{
    char state[16];

    app->id = sqlite3_column_int64(row, 0);
    store_text(row, 1, app->user, sizeof app->user);
    store_text(row, 2, state, sizeof state);
    app->state = state_of(state);
    app->created = (time_t)sqlite3_column_int64(row, 3);
    app->ready_at = (time_t)sqlite3_column_int64(row, 4);
    app->pin_expires = (time_t)sqlite3_column_int64(row, 5);
    store_text(row, 6, app->pin, sizeof app->pin);
    store_text(row, 7, app->renews, sizeof app->renews);
}

bool application_latest(struct store *store, const char *user, struct application *app)
{
    sqlite3_stmt *row = store_query(store, "SELECT " COLUMNS " FROM application WHERE user = ?"
                                           " ORDER BY id DESC LIMIT 1", "s", user);
    int rc = row ? sqlite3_step(row) : SQLITE_ERROR;

    *app = (struct application){.state = APP_NONE};
    if (rc == SQLITE_ROW)
        read_row(row, app);
    store_done(store, row);
    return rc == SQLITE_ROW || rc == SQLITE_DONE;
}

bool application_by_id(struct store *store, sqlite3_int64 id, struct application *app)
{
    sqlite3_stmt *row = store_query(store, "SELECT " COLUMNS " FROM application WHERE id = ?",
                                    "i", id);
    bool found = row && sqlite3_step(row) == SQLITE_ROW;

    if (found)
        read_row(row, app);
    store_done(store, row);
    return found;
}

/* What a Japanese input method leaves behind: full-width letters (U+FF01 to
 * U+FF5E) mean the same. Returns the length of what it read. */
static size_t fold_character(const unsigned char *text, char *c)
{
    bool wide = text[0] == 0xef && (text[1] == 0xbc || text[1] == 0xbd) && text[2];

    *c = !wide ? (char)text[0]
         : text[1] == 0xbc ? (char)(text[2] - 0x81 + 0x21)
                           : (char)(text[2] - 0x80 + 0x60);
    if (*c >= 'a' && *c <= 'z')
        *c = (char)(*c - 'a' + 'A');
    return wide ? 3 : 1;
}

/* Converts to the stored form; what can't be a PIN becomes "". */
static void pin_normalise(const char *typed, char pin[PIN_SIZE])
{
    const unsigned char *at = (const unsigned char *)typed;
    int used = 0;
    char c;

    while (*at) {
        at += fold_character(at, &c);
        if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')))
            continue;
        if (used == PIN_LENGTH) {
            used = 0;
            break;
        }
        pin[used++] = c;
    }
    pin[used == PIN_LENGTH ? used : 0] = '\0';
}

/* Compares every row to its end, so that the time it takes tells nothing about a PIN. */
bool application_by_pin(struct store *store, const char *pin, struct application *app)
{
    char wanted[PIN_SIZE];
    bool found = false;

    pin_normalise(pin, wanted);
    sqlite3_stmt *row = store_query(store,
        "SELECT " COLUMNS " FROM application WHERE pin IS NOT NULL", "");
    while (row && wanted[0] && sqlite3_step(row) == SQLITE_ROW) {
        char stored[PIN_SIZE] = {0};
        store_text(row, 6, stored, sizeof stored);
        if (CRYPTO_memcmp(stored, wanted, PIN_LENGTH) == 0) {
            read_row(row, app);
            found = true;
        }
    }
    store_done(store, row);
    return found;
}

enum issue_result application_issue(struct store *store, const struct application *app, time_t now,
                                    const char *serial, const unsigned char *der, int length)
{
    if (!store_begin(store))
        return ISSUE_FAILED;
    int changed = store_run(store,
        "UPDATE application SET state = 'issued'"
        " WHERE id = ? AND state = 'ready' AND pin_expires > ?",
        "ii", app->id, (sqlite3_int64)now);
    bool good = changed == 1 &&
                store_run(store,
                          "INSERT INTO certificate (serial, application, der, issued_at)"
                          " VALUES (?, ?, ?, ?)",
                          "sibi", serial, app->id, (const void *)der, length,
                          (sqlite3_int64)now) == 1;
    if (store_end(store, good) && good)
        return ISSUE_DONE;
    return changed == 0 ? ISSUE_TOO_LATE : ISSUE_FAILED;
}

bool application_certificate(struct store *store, sqlite3_int64 id,
                             void (*each)(void *context, const unsigned char *der, int length),
                             void *context)
{
    sqlite3_stmt *row = store_query(store, "SELECT der FROM certificate WHERE application = ?",
                                    "i", id);
    int rc = SQLITE_ERROR;

    while (row && (rc = sqlite3_step(row)) == SQLITE_ROW)
        each(context, sqlite3_column_blob(row, 0), sqlite3_column_bytes(row, 0));
    store_done(store, row);
    return rc == SQLITE_DONE;
}
