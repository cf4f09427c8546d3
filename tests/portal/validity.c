/* SPDX-License-Identifier: MPL-2.0 */
#include "validity.h"

#define MONTHS 25

/* The same day and time of another month, or the month's last day. */
static time_t other_month(time_t from, int months)
{
    struct tm tm;

    gmtime_r(&from, &tm);
    int day = tm.tm_mday;
    tm.tm_mon += months;
    time_t to = timegm(&tm);
    gmtime_r(&to, &tm);
    return tm.tm_mday == day ? to : to - tm.tm_mday * DAY;
}

struct validity validity_of(const struct options *options, bool renewal, time_t now)
{
    if (options->left_wanted && !renewal) {
        /* The last second of a date, in UTC: as many days are left whether dates are counted
           or hours. */
        time_t to = (now / DAY + options->days_left + 1) * DAY - 1;
        return (struct validity){other_month(to, -MONTHS), to};
    }
    time_t from = options->as_of && !renewal ? options->as_of : now;
    return (struct validity){from, other_month(from, MONTHS)};
}
