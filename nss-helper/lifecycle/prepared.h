/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A key that is made before the person presses, in memory alone: it leaves no trace unless an
 * issuance takes it. Nothing depends on it: without one, an issuance makes its own.
 */
#ifndef NH_LIFECYCLE_PREPARED_H
#define NH_LIFECYCLE_PREPARED_H

#include "base/site.h"
#include "base/status.h"
#include "nss/key.h"
#include <stdbool.h>

struct nh_job;
struct nh_store;

#define NH_PREPARED_SECONDS 300 /* it is kept so long */
#define NH_PREPARED_HOSTS 2     /* have one at a time, of all of this person's */
#define NH_PREPARED_MOST 8      /* are made by one host, one after the other */

/* {0} before the first one. */
struct nh_prepared {
    struct nh_carried *key; /* NULL: none */
    char site[NH_SITE_SIZE];
    enum nh_key_kind kind;
    long long until; /* seconds since the computer was started */
    int seat;        /* of NH_PREPARED_HOSTS, while there is a key */
    unsigned made;
};

/*
 * Make one for a page of this site, in place of the last one. There is none then, which is no
 * error, of an EC key, which takes a moment to make (see nss/key.h), on battery, where others have
 * all the seats, and where NSS could not: nobody is asked for anything. NH_OTHER_SITE,
 * NH_SITE_LIST.
 */
enum nh_status nh_prepared_make(struct nh_prepared *prepared, const char *profile_path,
                                const char *site, enum nh_key_kind kind, struct nh_error *err);

/* Milliseconds until it has to go; -1 when there is none. */
int nh_prepared_left(const struct nh_prepared *prepared);

/* It goes, and is zeroed. */
void nh_prepared_drop(struct nh_prepared *prepared);

/* Bring it into the store for a job of its site and kind. In any case it is used up. False: there
   is none that fits. */
bool nh_prepared_take(struct nh_prepared *prepared, struct nh_store *store,
                      const struct nh_job *job, struct nh_key **out);

#endif
