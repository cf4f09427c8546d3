/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation.h"

#include <string.h>

const struct reason reasons[] = {
    {"unspecified", 0, T_REASON_UNSPECIFIED},
    {"keyCompromise", 1, T_REASON_KEY},
    {"affiliationChanged", 3, T_REASON_AFFILIATION},
    {"superseded", 4, T_REASON_SUPERSEDED},
    {"cessationOfOperation", 5, T_REASON_CESSATION},
    {"privilegeWithdrawn", 9, T_REASON_PRIVILEGE},
    {0},
};

const struct reason *reason_named(const char *name)
{
    for (const struct reason *one = reasons; one->name; one++)
        if (strcmp(one->name, name) == 0)
            return one;
    return NULL;
}

const struct reason *reason_coded(int code)
{
    for (const struct reason *one = reasons; one->name; one++)
        if (one->code == code)
            return one;
    return &reasons[0];
}

bool revocation_ask(struct store *store, const char *serial, const struct reason *reason,
                    time_t now, int wait)
{
    return store_run(store,
                     "INSERT OR IGNORE INTO revocation (serial, reason, due) VALUES (?, ?, ?)",
                     "sii", serial, (sqlite3_int64)reason->code, (sqlite3_int64)now + wait) >= 0;
}

static struct revocation read_row(sqlite3_stmt *row)
{
    return (struct revocation){.due = (time_t)sqlite3_column_int64(row, 0),
                               .reason = reason_coded(sqlite3_column_int(row, 1))};
}

bool revocation_find(struct store *store, const char *serial, struct revocation *revocation)
{
    sqlite3_stmt *row = store_query(store, "SELECT due, reason FROM revocation WHERE serial = ?",
                                    "s", serial);
    int rc = row ? sqlite3_step(row) : SQLITE_ERROR;

    *revocation = (struct revocation){0};
    if (rc == SQLITE_ROW)
        *revocation = read_row(row);
    store_done(store, row);
    return rc == SQLITE_ROW || rc == SQLITE_DONE;
}

bool revocation_each(struct store *store, time_t now,
                     bool (*each)(void *context, const char *serial,
                                  const struct revocation *revocation),
                     void *context)
{
    sqlite3_stmt *row = store_query(store,
        "SELECT due, reason, serial FROM revocation WHERE due <= ? ORDER BY due", "i",
        (sqlite3_int64)now);
    int rc = SQLITE_ERROR;

    while (row && (rc = sqlite3_step(row)) == SQLITE_ROW) {
        char serial[64];
        struct revocation revocation = read_row(row);
        store_text(row, 2, serial, sizeof serial);
        if (!each(context, serial, &revocation))
            break;
    }
    store_done(store, row);
    return rc == SQLITE_DONE;
}
