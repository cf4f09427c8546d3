/* SPDX-License-Identifier: MPL-2.0 */
#include "nss/armour.h"

#include <string.h>

/* The place after the words, or NULL. */
static const char *find(const char *at, const char *end, const char *words)
{
    const char *found = at < end ? memmem(at, (size_t)(end - at), words, strlen(words)) : NULL;
    return found ? found + strlen(words) : NULL;
}

enum nh_armour_found nh_armour_next(const char **at, const char *end, struct nh_armour *out)
{
    static const char dashes[] = "-----", last[] = "-----END ";
    const char *label = find(*at, end, "-----BEGIN ");
    if (!label)
        return NH_ARMOUR_NONE;
    const char *body = find(label, end, dashes);
    const char *behind = body ? find(body, end, last) : NULL;
    /* The dashes found are not skipped: if this line lacks them, they belong to the next block. */
    if (!behind || !find(behind, end, dashes))
        return NH_ARMOUR_CUT;
    *out = (struct nh_armour){label, (size_t)(body - label) - strlen(dashes), body,
                              (size_t)(behind - body) - strlen(last)};
    *at = behind;
    return NH_ARMOUR_BLOCK;
}

bool nh_armour_is(const struct nh_armour *block, const char *label)
{
    return strlen(label) == block->label_length &&
           strncmp(label, block->label, block->label_length) == 0;
}
