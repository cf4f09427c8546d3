/* SPDX-License-Identifier: MPL-2.0 */
/* From when to when a person's certificate is good. */
#ifndef PORTAL_VALIDITY_H
#define PORTAL_VALIDITY_H

#include "options.h"

#include <time.h>

#define DAY ((time_t)24 * 3600)
#define RENEW_DAYS 30

struct validity {
    time_t from, to;
};

/* 25 months from now, or from the day that the options want. A renewal is always of today, so
 * that one portal can show a certificate's whole life. */
struct validity validity_of(const struct options *options, bool renewal, time_t now);

#endif
