/* SPDX-License-Identifier: MPL-2.0 */
/* Read PEM (RFC 7468) block by block; text around the blocks is ignored. */
#ifndef NH_NSS_ARMOUR_H
#define NH_NSS_ARMOUR_H

#include <stdbool.h>
#include <stddef.h>

struct nh_armour {
    const char *label; /* the text after BEGIN; not NUL-terminated */
    size_t label_length;
    const char *body; /* base64; old files have headers before it */
    size_t length;
};

enum nh_armour_found { NH_ARMOUR_NONE, NH_ARMOUR_BLOCK, NH_ARMOUR_CUT };

/* Find the next block between *at and `end`, and move *at past it. The block points into the text.
   NH_ARMOUR_CUT when a block begins but does not end. */
enum nh_armour_found nh_armour_next(const char **at, const char *end, struct nh_armour *out);

/* Whether the block has this label, such as "CERTIFICATE". */
bool nh_armour_is(const struct nh_armour *block, const char *label);

#endif
