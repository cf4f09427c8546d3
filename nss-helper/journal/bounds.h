/* SPDX-License-Identifier: MPL-2.0 */
/*
 * How much of what strangers send is kept, of one site and in all. The table stands in bounds.c,
 * and in PROTOCOL.md. A site is a host here, whatever its port: the browser lets a person turn on
 * no less.
 */
#ifndef NH_JOURNAL_BOUNDS_H
#define NH_JOURNAL_BOUNDS_H

#include <stddef.h>

/* Seconds: no further response is begun with in a replay that has taken so long. */
#define NH_REPLAY_SECONDS 10

/* Days: so long a response is kept that nobody has asked for. */
#define NH_UNASKED_DAYS 7

/* Responses that one replay removes for their age: each of them is told. */
#define NH_DROPPED_MOST 32

enum nh_bounded {
    NH_BOUNDED_RESPONSES, /* number: kept */
    NH_BOUNDED_BYTES,     /* bytes of these */
    NH_BOUNDED_JOBS,      /* number: not ended. Each has NH_ROOM_SIZE bytes reserved, so that this
                             bounds that room, too */
    NH_BOUNDED            /* how many */
};

struct nh_bound {
    size_t of_site, in_all;
};

const struct nh_bound *nh_bound(enum nh_bounded what);

#endif
