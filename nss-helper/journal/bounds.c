/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/bounds.h"

#define MIB ((size_t)1 << 20)

static const struct nh_bound bounds[NH_BOUNDED] = {
    [NH_BOUNDED_RESPONSES] = {.of_site = 16, .in_all = 256},
    [NH_BOUNDED_BYTES] = {.of_site = 16 * MIB, .in_all = 64 * MIB},
    [NH_BOUNDED_JOBS] = {.of_site = 16, .in_all = 64},
};

const struct nh_bound *nh_bound(enum nh_bounded what)
{
    return &bounds[what];
}
