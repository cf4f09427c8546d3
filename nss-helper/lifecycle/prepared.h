/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A key made in memory before the person sends a form, to save time. It is never written to the
 * disk unless a request uses it. Without one, a request makes its own key.
 */
#ifndef NH_LIFECYCLE_PREPARED_H
#define NH_LIFECYCLE_PREPARED_H

#include "base/site.h"
#include "base/status.h"
#include "nss/key.h"
#include <stdbool.h>

struct nh_job;
struct nh_store;

#define NH_PREPARED_SECONDS 300 /* lifetime of a prepared key */
#define NH_PREPARED_HOSTS 2     /* hosts of one user that may have a key at the same time */
#define NH_PREPARED_MOST 8      /* keys that a host makes in its lifetime */

/* Initialize it with {0}. */
struct nh_prepared {
    struct nh_carried *key; /* or NULL */
    char site[NH_SITE_SIZE];
    enum nh_key_kind kind;
    long long until; /* seconds since boot (CLOCK_BOOTTIME) */
    int seat;        /* descriptor of nh_seat_take, while there is a key */
    unsigned made;
};

/*
 * Make a key for a page of this site, replacing the last one. No key is made, which is no error,
 * for EC keys (nss/key.h), on battery, when other hosts have all the seats, or when NSS fails; the
 * person is never asked for anything. NH_OTHER_SITE, NH_SITE_LIST.
 */
enum nh_status nh_prepared_make(struct nh_prepared *prepared, const char *profile_path,
                                const char *site, enum nh_key_kind kind, struct nh_error *err);

/* Milliseconds until it expires; -1 when there is none. */
int nh_prepared_left(const struct nh_prepared *prepared);

/* Zero and free it. */
void nh_prepared_drop(struct nh_prepared *prepared);

/* Bring the key into the store for a job of its site and kind. It is used up in any case. False if
   there is none that fits. */
bool nh_prepared_take(struct nh_prepared *prepared, struct nh_store *store,
                      const struct nh_job *job, struct nh_key **out);

#endif
