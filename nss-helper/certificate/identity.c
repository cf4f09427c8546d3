/* SPDX-License-Identifier: MPL-2.0 */
#include "certificate/identity.h"

#include <stdlib.h>

static void free_list(char **list)
{
    for (char **item = list; item && *item; item++)
        free(*item);
    free(list);
}

void nh_identity_free(struct nh_identity **identity)
{
    struct nh_identity *it = *identity;
    if (!it)
        return;
    free(it->fingerprint);
    free(it->subject);
    free(it->name);
    free_list(it->emails);
    free(it->issuer);
    free(it->issuer_name);
    free(it->serial_hex);
    free(it->serial_decimal);
    free(it->key);
    free(it->nickname);
    free_list(it->chain);
    free(it);
    *identity = NULL;
}

void nh_identities_reset(struct nh_identities *identities)
{
    for (size_t i = 0; i < identities->count; i++)
        nh_identity_free(&identities->items[i]);
    free(identities->items);
    *identities = (struct nh_identities){0};
}
