/* SPDX-License-Identifier: MPL-2.0 */
#include "nss/keydb.h"

#include "base/files.h"

#include <dlfcn.h>
#include <sqlite3.h>
#include <stdlib.h>

#define NEW_SALT 48
#define BUSY_MILLISECONDS 2000

/* Loaded, not linked: a linked SQLite of the system would take the place of the one that comes with
   the browser's NSS. NSS needs SQLite itself, so it is always installed. */
struct sqlite {
    __typeof__(&sqlite3_open_v2) open;
    __typeof__(&sqlite3_close) close;
    __typeof__(&sqlite3_busy_timeout) wait;
    __typeof__(&sqlite3_prepare_v2) prepare;
    __typeof__(&sqlite3_step) step;
    __typeof__(&sqlite3_column_int) number;
    __typeof__(&sqlite3_finalize) finalize;
};

static bool load(struct sqlite *it)
{
    static void *library; /* never unloaded */
    if (!library)
        library = dlopen("libsqlite3.so.0", RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return false;
    it->open = (__typeof__(it->open))dlsym(library, "sqlite3_open_v2");
    it->close = (__typeof__(it->close))dlsym(library, "sqlite3_close");
    it->wait = (__typeof__(it->wait))dlsym(library, "sqlite3_busy_timeout");
    it->prepare = (__typeof__(it->prepare))dlsym(library, "sqlite3_prepare_v2");
    it->step = (__typeof__(it->step))dlsym(library, "sqlite3_step");
    it->number = (__typeof__(it->number))dlsym(library, "sqlite3_column_int");
    it->finalize = (__typeof__(it->finalize))dlsym(library, "sqlite3_finalize");
    return it->open && it->close && it->wait && it->prepare && it->step && it->number &&
           it->finalize;
}

static bool read_salt(const struct sqlite *sqlite, sqlite3 *database, size_t *length)
{
    static const char query[] = "SELECT length(item1) FROM metaData WHERE id = 'password'";
    sqlite3_stmt *statement = NULL;
    if (sqlite->prepare(database, query, -1, &statement, NULL) != SQLITE_OK)
        return false;
    int step = sqlite->step(statement);
    *length = step == SQLITE_ROW ? (size_t)sqlite->number(statement, 0) : 0;
    sqlite->finalize(statement);
    return step == SQLITE_ROW || step == SQLITE_DONE;
}

const char *nh_keydb_needs(const struct nh_keydb *keydb)
{
    return keydb->salt_length >= NEW_SALT ? NH_KEYDB_NEW : NULL;
}

enum nh_status nh_keydb_look(const char *folder, struct nh_keydb *out, struct nh_error *err)
{
    struct sqlite sqlite = {0};
    sqlite3 *database = NULL;
    struct nh_keydb found = {0};
    char *path = nh_path_join(folder, "key4.db");
    if (!path)
        return nh_fail_memory(err);
    enum nh_status status = NH_OK;
    if (!load(&sqlite))
        status = nh_fail(err, NH_CONFIG, NULL,
                         "SQLite (libsqlite3.so.0) is not installed on this system.");
    else if (sqlite.open(path, &database, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
             sqlite.wait(database, BUSY_MILLISECONDS) != SQLITE_OK ||
             !read_salt(&sqlite, database, &found.salt_length))
        status = nh_fail(err, NH_BAD_DATABASE, NULL, "%s can't be read.", path);
    if (database)
        sqlite.close(database);
    free(path);
    if (!status)
        *out = found;
    return status;
}
