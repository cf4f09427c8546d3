/* SPDX-License-Identifier: MPL-2.0 */
#include "store.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct store {
    sqlite3 *db;
    pthread_mutex_t lock;
};

static const char schema[] =
    "PRAGMA foreign_keys = ON;"
    "PRAGMA busy_timeout = 5000;"
    "BEGIN;"
    "CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);"
    "CREATE TABLE IF NOT EXISTS attempt ("
    " kind TEXT NOT NULL, who TEXT NOT NULL, at INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS application ("
    " id INTEGER PRIMARY KEY, user TEXT NOT NULL,"
    " state TEXT NOT NULL CHECK (state IN ('preparing','ready','issued','expired')),"
    " created INTEGER NOT NULL, ready_at INTEGER NOT NULL,"
    " pin TEXT, pin_expires INTEGER, renews TEXT);"
    "CREATE UNIQUE INDEX IF NOT EXISTS one_open_application ON application (user)"
    " WHERE state IN ('preparing','ready');"
    "CREATE TABLE IF NOT EXISTS certificate ("
    " serial TEXT PRIMARY KEY,"
    " application INTEGER NOT NULL UNIQUE REFERENCES application (id),"
    " der BLOB NOT NULL, issued_at INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS revocation ("
    " serial TEXT PRIMARY KEY, reason INTEGER NOT NULL, due INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS session ("
    " token TEXT PRIMARY KEY, user TEXT NOT NULL,"
    " application INTEGER, challenge TEXT, expires INTEGER NOT NULL);"
    "COMMIT;";

struct store *store_open(const char *path)
{
    struct store *store = calloc(1, sizeof *store);
    pthread_mutexattr_t attributes;

    if (!store)
        return NULL;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&store->lock, &attributes);
    pthread_mutexattr_destroy(&attributes);
    if (sqlite3_open(path, &store->db) != SQLITE_OK ||
        sqlite3_exec(store->db, schema, NULL, NULL, NULL) != SQLITE_OK) {
        fprintf(stderr, "portal: %s: %s\n", path, sqlite3_errmsg(store->db));
        store_close(store);
        return NULL;
    }
    return store;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    sqlite3_close(store->db);
    pthread_mutex_destroy(&store->lock);
    free(store);
}

/* One connection serves all threads, so a transaction must keep the others out. */
bool store_begin(struct store *store)
{
    pthread_mutex_lock(&store->lock);
    if (sqlite3_exec(store->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK)
        return true;
    fprintf(stderr, "portal: begin: %s\n", sqlite3_errmsg(store->db));
    pthread_mutex_unlock(&store->lock);
    return false;
}

bool store_end(struct store *store, bool good)
{
    if (good)
        good = sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
    if (!good)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    pthread_mutex_unlock(&store->lock);
    return good;
}

static sqlite3_stmt *query(struct store *store, const char *sql, const char *types, va_list args)
{
    sqlite3_stmt *statement = NULL;
    int rc = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);

    for (int i = 1; rc == SQLITE_OK && *types; types++, i++) {
        if (*types == 's') {
            rc = sqlite3_bind_text(statement, i, va_arg(args, const char *), -1, SQLITE_TRANSIENT);
        } else if (*types == 'i') {
            rc = sqlite3_bind_int64(statement, i, va_arg(args, sqlite3_int64));
        } else {
            const void *blob = va_arg(args, const void *);
            rc = sqlite3_bind_blob(statement, i, blob, va_arg(args, int), SQLITE_TRANSIENT);
        }
    }
    if (rc == SQLITE_OK)
        return statement;
    fprintf(stderr, "portal: %s\n", sqlite3_errmsg(store->db));
    sqlite3_finalize(statement);
    return NULL;
}

sqlite3_stmt *store_query(struct store *store, const char *sql, const char *types, ...)
{
    va_list args;

    pthread_mutex_lock(&store->lock);
    va_start(args, types);
    sqlite3_stmt *statement = query(store, sql, types, args);
    va_end(args);
    return statement;
}

void store_done(struct store *store, sqlite3_stmt *statement)
{
    sqlite3_finalize(statement);
    pthread_mutex_unlock(&store->lock);
}

int store_run(struct store *store, const char *sql, const char *types, ...)
{
    int changes = -1;
    va_list args;

    pthread_mutex_lock(&store->lock);
    va_start(args, types);
    sqlite3_stmt *statement = query(store, sql, types, args);
    va_end(args);
    if (statement && sqlite3_step(statement) == SQLITE_DONE)
        changes = sqlite3_changes(store->db);
    else if (statement)
        fprintf(stderr, "portal: %s\n", sqlite3_errmsg(store->db));
    sqlite3_finalize(statement);
    pthread_mutex_unlock(&store->lock);
    return changes;
}

void store_text(sqlite3_stmt *statement, int column, char *out, size_t size)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);

    snprintf(out, size, "%s", text ? text : "");
}

bool store_setting(struct store *store, const char *name, char *out, size_t size)
{
    sqlite3_stmt *statement = store_query(store, "SELECT value FROM setting WHERE name = ?",
                                          "s", name);
    int rc = statement ? sqlite3_step(statement) : SQLITE_ERROR;

    out[0] = '\0';
    if (rc == SQLITE_ROW)
        store_text(statement, 0, out, size);
    store_done(store, statement);
    return rc == SQLITE_ROW || rc == SQLITE_DONE;
}

bool store_set_setting(struct store *store, const char *name, const char *value)
{
    return store_run(store, "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", "ss",
                     name, value) == 1;
}

bool store_attempts_left(struct store *store, const char *kind, const char *who, time_t now)
{
    sqlite3_stmt *statement = store_query(store,
        "SELECT count(*) FROM attempt WHERE kind = ? AND who = ? AND at > ?", "ssi", kind, who,
        (sqlite3_int64)now - ATTEMPTS_WINDOW);
    bool left = statement && sqlite3_step(statement) == SQLITE_ROW &&
                sqlite3_column_int(statement, 0) < ATTEMPTS_MAX;

    store_done(store, statement);
    return left;
}

void store_attempt_add(struct store *store, const char *kind, const char *who, time_t now)
{
    store_run(store, "DELETE FROM attempt WHERE at <= ?", "i",
              (sqlite3_int64)now - ATTEMPTS_WINDOW);
    store_run(store, "INSERT INTO attempt (kind, who, at) VALUES (?, ?, ?)", "ssi", kind, who,
              (sqlite3_int64)now);
}
