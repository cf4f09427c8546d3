/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/prepared.h"

#include "journal/job.h"
#include "machine/power.h"
#include "machine/seat.h"
#include "machine/sites.h"
#include "nss/store.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A clock that continues while the computer sleeps. */
static long long now(void)
{
    struct timespec it = {0};
    clock_gettime(CLOCK_BOOTTIME, &it);
    return it.tv_sec;
}

void nh_prepared_drop(struct nh_prepared *prepared)
{
    if (prepared->key)
        close(prepared->seat);
    nh_carried_free(&prepared->key);
}

int nh_prepared_left(const struct nh_prepared *prepared)
{
    long long left = prepared->until - now();
    return !prepared->key ? -1 : left > 0 ? (int)left * 1000 : 0;
}

/* NH_STORE_LOOK needs no primary password, and leaves a new profile as it is. */
static struct nh_carried *make(const char *profile_path, enum nh_key_kind kind)
{
    struct nh_store *store = NULL;
    struct nh_key *key = NULL;
    struct nh_carried *carried = NULL;
    if (!nh_store_open(profile_path, NH_STORE_LOOK, &store, NULL) &&
        !nh_key_prepare(store, kind, &key, NULL))
        nh_key_carry(key, &carried, NULL);
    nh_key_free(&key);
    nh_store_close(&store);
    return carried;
}

static int take_seat(struct nh_prepared *prepared, enum nh_key_kind kind)
{
    if (!nh_key_is_carried(kind) || prepared->made >= NH_PREPARED_MOST ||
        nh_power_on_battery(NH_POWER_FOLDER))
        return -1;
    return nh_seat_take("prepared", NH_PREPARED_HOSTS);
}

enum nh_status nh_prepared_make(struct nh_prepared *prepared, const char *profile_path,
                                const char *site, enum nh_key_kind kind, struct nh_error *err)
{
    nh_prepared_drop(prepared);
    enum nh_status status = nh_sites_allow(site, err);
    int seat = status ? -1 : take_seat(prepared, kind);
    if (seat < 0)
        return status;
    prepared->made++;
    prepared->key = make(profile_path, kind);
    if (!prepared->key) {
        close(seat);
        return NH_OK;
    }
    snprintf(prepared->site, sizeof prepared->site, "%s", site);
    prepared->kind = kind;
    prepared->seat = seat;
    prepared->until = now() + NH_PREPARED_SECONDS;
    return NH_OK;
}

bool nh_prepared_take(struct nh_prepared *prepared, struct nh_store *store,
                      const struct nh_job *job, struct nh_key **out)
{
    bool taken = nh_prepared_left(prepared) > 0 && prepared->kind == job->kind &&
                 strcmp(prepared->site, job->site) == 0 &&
                 !nh_key_bring(store, prepared->key, out, NULL);
    nh_prepared_drop(prepared);
    return taken;
}
