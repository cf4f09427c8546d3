/* SPDX-License-Identifier: MPL-2.0 */
#include "session.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>

static void to_hex(const unsigned char *raw, size_t length, char *out)
{
    for (size_t i = 0; i < length; i++)
        snprintf(out + 2 * i, 3, "%02x", raw[i]);
}

bool token_make(char token[TOKEN_SIZE])
{
    unsigned char raw[32];

    if (RAND_bytes(raw, sizeof raw) != 1)
        return false;
    to_hex(raw, sizeof raw, token);
    return true;
}

static void token_hash(const char *token, char hash[TOKEN_SIZE])
{
    unsigned char raw[32] = {0};

    EVP_Digest(token, strlen(token), raw, NULL, EVP_sha256(), NULL);
    to_hex(raw, sizeof raw, hash);
}

bool session_start(struct store *store, const char *token, const char *user,
                   sqlite3_int64 application, time_t expires)
{
    char hash[TOKEN_SIZE];

    token_hash(token, hash);
    store_run(store, "DELETE FROM session WHERE expires <= ?", "i", (sqlite3_int64)time(NULL));
    return store_run(store,
                     "INSERT INTO session (token, user, application, expires)"
                     " VALUES (?, ?, ?, ?)",
                     "ssii", hash, user, application, (sqlite3_int64)expires) == 1;
}

bool session_load(struct store *store, const char *token, time_t now, struct session *session)
{
    char hash[TOKEN_SIZE];

    token_hash(token, hash);
    sqlite3_stmt *statement = store_query(store,
        "SELECT user, application, challenge FROM session WHERE token = ? AND expires > ?", "si",
        hash, (sqlite3_int64)now);
    bool found = statement && sqlite3_step(statement) == SQLITE_ROW;
    if (found) {
        store_text(statement, 0, session->user, sizeof session->user);
        session->application = sqlite3_column_int64(statement, 1);
        store_text(statement, 2, session->challenge, sizeof session->challenge);
    }
    store_done(store, statement);
    return found;
}

void session_end(struct store *store, const char *token)
{
    char hash[TOKEN_SIZE];

    token_hash(token, hash);
    store_run(store, "DELETE FROM session WHERE token = ?", "s", hash);
}

bool session_challenge(struct store *store, const char *token, char challenge[CHALLENGE_SIZE])
{
    unsigned char raw[24];
    char hash[TOKEN_SIZE];

    if (RAND_bytes(raw, sizeof raw) != 1)
        return false;
    EVP_EncodeBlock((unsigned char *)challenge, raw, sizeof raw);
    token_hash(token, hash);
    return store_run(store, "UPDATE session SET challenge = ? WHERE token = ?", "ss", challenge,
                     hash) == 1;
}

void session_drop_challenge(struct store *store, const char *token)
{
    char hash[TOKEN_SIZE];

    token_hash(token, hash);
    store_run(store, "UPDATE session SET challenge = NULL WHERE token = ?", "s", hash);
}
