/* SPDX-License-Identifier: MPL-2.0 */
/* One application for a certificate: preparing -> ready -> issued, or expired. */
#ifndef PORTAL_APPLICATION_H
#define PORTAL_APPLICATION_H

#include "certificate.h"
#include "session.h"
#include "store.h"

/* APP_REVOKED is only told to the person: an issued one whose certificate was revoked. */
enum application_state { APP_NONE, APP_PREPARING, APP_READY, APP_ISSUED, APP_EXPIRED, APP_REVOKED };

#define PIN_LENGTH 12
#define PIN_SIZE (PIN_LENGTH + 1)

struct application {
    sqlite3_int64 id;
    char user[USER_SIZE];
    enum application_state state;
    time_t created, ready_at, pin_expires;
    char pin[PIN_SIZE];
    char renews[SERIAL_SIZE]; /* the serial of the certificate that it replaces, or "" */
};

/* Starts one, unless one is open already; `renews` is a serial, or NULL. False only if the
 * store failed. */
bool application_start(struct store *store, const char *user, const char *renews, time_t now,
                       int prepare);

/* Turns ready what is due (with a new PIN), and expired what was not fetched. */
bool application_advance(struct store *store, time_t now, int pin_lifetime);

/* The newest of a user; state APP_NONE if there is none. False: store failed. */
bool application_latest(struct store *store, const char *user, struct application *app);

bool application_by_id(struct store *store, sqlite3_int64 id, struct application *app);

/* Whatever state it is in. `pin` as the person typed it. */
bool application_by_pin(struct store *store, const char *pin, struct application *app);

/* Stores this certificate as the one of the application, in one transaction: of any
 * number of callers, one gets ISSUE_DONE. */
enum issue_result { ISSUE_DONE, ISSUE_TOO_LATE, ISSUE_FAILED };
enum issue_result application_issue(struct store *store, const struct application *app, time_t now,
                                    const char *serial, const unsigned char *der, int length);

/* Calls `each` with the DER of an application's certificate. */
bool application_certificate(struct store *store, sqlite3_int64 id,
                             void (*each)(void *context, const unsigned char *der, int length),
                             void *context);

#endif
