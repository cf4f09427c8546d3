/* SPDX-License-Identifier: MPL-2.0 */
/* List the identities of the profile. */
#ifndef NH_IDENTITIES_H
#define NH_IDENTITIES_H

#include "port.h"

#define NH_IDENTITIES_MAX ((size_t)64) /* most in one message */

struct nh_inventory;

nh_port_handler nh_on_identities;

/* The reply, which the caller deletes. NULL without memory. */
struct cJSON *nh_identities_reply(const struct nh_inventory *inventory);

#endif
