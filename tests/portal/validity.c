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

/* The last second of the person's date so many days from now. */
static time_t end_of_date(time_t now, int days)
{
    struct tm tm;

    localtime_r(&now, &tm);
    tm.tm_mday += days;
    tm.tm_hour = 23;
    tm.tm_min = tm.tm_sec = 59;
    tm.tm_isdst = -1;
    return mktime(&tm);
}

struct validity validity_of(const struct options *options, bool renewal, time_t now)
{
    if (options->left_wanted && !renewal) {
        time_t to = end_of_date(now, options->days_left);
        return (struct validity){other_month(to, -MONTHS), to};
    }
    time_t from = options->as_of && !renewal ? options->as_of : now;
    return (struct validity){from, other_month(from, MONTHS)};
}
