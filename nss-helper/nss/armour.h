/* SPDX-License-Identifier: MPL-2.0 */
/* PEM (RFC 7468), read block by block; text around the blocks says nothing. */
#ifndef NH_NSS_ARMOUR_H
#define NH_NSS_ARMOUR_H

#include <stdbool.h>
#include <stddef.h>

struct nh_armour {
    const char *label; /* what stands after BEGIN, not NUL-terminated */
    size_t label_length;
    const char *body; /* base64, with headers in front of it in old files */
    size_t length;
};

enum nh_armour_found { NH_ARMOUR_NONE, NH_ARMOUR_BLOCK, NH_ARMOUR_CUT };

/* The next block between *at, which is moved behind it, and the end of the text; the block
   points into the text. NH_ARMOUR_CUT when one begins and does not end. */
enum nh_armour_found nh_armour_next(const char **at, const char *end, struct nh_armour *out);

/* Does it have this label, as "CERTIFICATE"? */
bool nh_armour_is(const struct nh_armour *block, const char *label);

#endif
