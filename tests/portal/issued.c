/* SPDX-License-Identifier: MPL-2.0 */
#include "issued.h"

#include "validity.h"

#include <string.h>

static enum issued_state state_of(const struct issued *one, bool renewed, time_t now)
{
    if (one->revocation.due)
        return one->revocation.due <= now ? ISSUED_REVOKED : ISSUED_REVOKING;
    if (now >= one->info.to)
        return ISSUED_EXPIRED;
    if (renewed)
        return ISSUED_RENEWED;
    return now >= one->renew_from ? ISSUED_SOON : ISSUED_GOOD;
}

/* der, due, reason, renewed */
#define QUERY                                                                     \
    "SELECT der, due, reason, EXISTS (SELECT 1 FROM application AS later"         \
    "  WHERE later.renews = certificate.serial AND later.state = 'issued')"       \
    " FROM certificate JOIN application ON application = id"                      \
    " LEFT JOIN revocation ON revocation.serial = certificate.serial"             \
    " WHERE user = ?"

static bool read_row(sqlite3_stmt *row, time_t now, struct issued *one)
{
    *one = (struct issued){.revocation.due = (time_t)sqlite3_column_int64(row, 1),
                           .revocation.reason = reason_coded(sqlite3_column_int(row, 2))};
    if (!certificate_describe_der(sqlite3_column_blob(row, 0), sqlite3_column_bytes(row, 0),
                                  &one->info))
        return false;
    one->renew_from = one->info.to - RENEW_DAYS * DAY;
    one->state = state_of(one, sqlite3_column_int(row, 3), now);
    return true;
}

int issued_list(struct store *store, const char *user, time_t now, struct issued list[ISSUED_MAX])
{
    sqlite3_stmt *row = store_query(store, QUERY " ORDER BY id DESC", "s", user);
    int count = 0, rc = SQLITE_ERROR;

    while (row && count < ISSUED_MAX && (rc = sqlite3_step(row)) == SQLITE_ROW &&
           read_row(row, now, &list[count]))
        count++;
    store_done(store, row);
    return rc == SQLITE_DONE || count == ISSUED_MAX ? count : -1;
}

bool issued_find(struct store *store, const char *user, const char *serial, time_t now,
                 struct issued *one)
{
    sqlite3_stmt *row = store_query(store, QUERY " AND certificate.serial = ?", "ss", user, serial);
    bool found = row && sqlite3_step(row) == SQLITE_ROW && read_row(row, now, one);

    store_done(store, row);
    return found;
}

bool issued_for_key(struct store *store, const char *serial, const EVP_PKEY *key)
{
    sqlite3_stmt *row = store_query(store, "SELECT der FROM certificate WHERE serial = ?", "s",
                                    serial);
    X509 *certificate = NULL;

    if (row && sqlite3_step(row) == SQLITE_ROW) {
        const unsigned char *der = sqlite3_column_blob(row, 0);
        certificate = d2i_X509(NULL, &der, sqlite3_column_bytes(row, 0));
    }
    store_done(store, row);
    bool same = certificate && EVP_PKEY_eq(X509_get0_pubkey(certificate), key) == 1;
    X509_free(certificate);
    return same;
}

bool issued_revocable(const struct issued *one)
{
    return one->state == ISSUED_GOOD || one->state == ISSUED_SOON || one->state == ISSUED_RENEWED;
}
