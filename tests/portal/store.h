/* SPDX-License-Identifier: MPL-2.0 */
/* What outlives the process: one SQLite file. Every function may be called from
 * any thread. */
#ifndef PORTAL_STORE_H
#define PORTAL_STORE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct store;

struct store *store_open(const char *path);
void store_close(struct store *store);

/* For the files that make up the store: a transaction is held between the two. */
bool store_begin(struct store *store);
bool store_end(struct store *store, bool good); /* commits, or rolls back */

/* A statement with its values bound; `types` has a letter a value: s text,
 * i sqlite3_int64, b blob (pointer, int length). NULL on failure. The store is
 * kept from the other threads until store_done, which is called in any case. */
sqlite3_stmt *store_query(struct store *store, const char *sql, const char *types, ...);
void store_done(struct store *store, sqlite3_stmt *statement);

/* The same, run to its end: how many rows were changed, or -1. */
int store_run(struct store *store, const char *sql, const char *types, ...);

/* Copies a text column; a NULL becomes "". */
void store_text(sqlite3_stmt *statement, int column, char *out, size_t size);

/* Settings. A missing one reads as "". */
bool store_setting(struct store *store, const char *name, char *out, size_t size);
bool store_set_setting(struct store *store, const char *name, const char *value);

/* Wrong tries of `who` at `kind` within the last WINDOW seconds. */
#define ATTEMPTS_MAX 10
#define ATTEMPTS_WINDOW 600
bool store_attempts_left(struct store *store, const char *kind, const char *who, time_t now);
void store_attempt_add(struct store *store, const char *kind, const char *who, time_t now);

#endif
