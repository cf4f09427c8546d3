/* SPDX-License-Identifier: MPL-2.0 */
/* Who is logged in, and who came to the download site with which PIN. The
 * database holds only the hash of a session's token. */
#ifndef PORTAL_SESSION_H
#define PORTAL_SESSION_H

#include "store.h"

#define TOKEN_SIZE 65      /* 64 hex digits */
#define CHALLENGE_SIZE 33  /* 24 random bytes in base64 */
#define USER_SIZE 32

struct session {
    char user[USER_SIZE];
    sqlite3_int64 application; /* 0 on the portal */
    char challenge[CHALLENGE_SIZE]; /* "" once it was used */
};

bool session_start(struct store *store, const char *token, const char *user,
                   sqlite3_int64 application, time_t expires);
bool session_load(struct store *store, const char *token, time_t now, struct session *session);
void session_end(struct store *store, const char *token);

/* Makes a new challenge; the one before is not accepted any more. */
bool session_challenge(struct store *store, const char *token, char challenge[CHALLENGE_SIZE]);

void session_drop_challenge(struct store *store, const char *token);

/* 64 random hex digits. */
bool token_make(char token[TOKEN_SIZE]);

#endif
