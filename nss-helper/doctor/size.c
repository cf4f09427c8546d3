/* SPDX-License-Identifier: MPL-2.0 */
#include "doctor/size.h"

#include <stddef.h>
#include <stdio.h>

const char *nh_size_text(unsigned long long bytes, char text[NH_SIZE_TEXT])
{
    static const char *const units[] = {"kB", "MB", "GB", "TB"};
    size_t i = 0;
    unsigned long long unit = 1000;
    for (; i + 1 < sizeof units / sizeof *units && bytes >= unit * 1000; i++)
        unit *= 1000;
    unsigned long long tenths = bytes / (unit / 10);
    if (tenths < 100)
        snprintf(text, NH_SIZE_TEXT, "%llu.%llu %s", tenths / 10, tenths % 10, units[i]);
    else
        snprintf(text, NH_SIZE_TEXT, "%llu %s", tenths / 10, units[i]);
    return text;
}
