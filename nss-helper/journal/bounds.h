/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Limits on what is stored for one site and in all. The table is in bounds.c and in PROTOCOL.md.
 * Ports are ignored here: a site is a host, as in the permissions of browsers.
 */
#ifndef NH_JOURNAL_BOUNDS_H
#define NH_JOURNAL_BOUNDS_H

#include <stddef.h>

/* Seconds: a replay that has taken this long starts no further response. */
#define NH_REPLAY_SECONDS 10

/* Days for which a response that nobody asked for is kept. */
#define NH_UNASKED_DAYS 7

/* The most responses that one replay removes because of their age; it reports each. */
#define NH_DROPPED_MOST 32

enum nh_bounded {
    NH_BOUNDED_RESPONSES, /* stored responses */
    NH_BOUNDED_BYTES,     /* bytes of these */
    NH_BOUNDED_JOBS,      /* unfinished jobs, each with NH_ROOM_SIZE bytes reserved */
    NH_BOUNDED            /* number of limits */
};

struct nh_bound {
    size_t of_site, in_all;
};

const struct nh_bound *nh_bound(enum nh_bounded what);

#endif
