/* SPDX-License-Identifier: MPL-2.0 */
/* Which certificates were revoked, when and why. */
#ifndef PORTAL_REVOCATION_H
#define PORTAL_REVOCATION_H

#include "store.h"
#include "text.h"

/* RFC 5280 5.3.1: the reasons that people can give for their own certificate. Ends with a NULL
 * name. */
struct reason {
    const char *name;
    int code;
    enum text_id words;
};
extern const struct reason reasons[];

const struct reason *reason_named(const char *name); /* or NULL */
const struct reason *reason_coded(int code);

struct revocation {
    time_t due; /* 0: not revoked; in the future: being worked on */
    const struct reason *reason;
};

/* To be revoked `wait` seconds from now. What was asked for before stays. */
bool revocation_ask(struct store *store, const char *serial, const struct reason *reason,
                    time_t now, int wait);

bool revocation_find(struct store *store, const char *serial, struct revocation *revocation);

/* Calls `each` for all that are revoked now; stops if it returns false. */
bool revocation_each(struct store *store, time_t now,
                     bool (*each)(void *context, const char *serial,
                                  const struct revocation *revocation),
                     void *context);

#endif
