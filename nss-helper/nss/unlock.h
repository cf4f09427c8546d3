/* SPDX-License-Identifier: MPL-2.0 */
/* Ask for a primary password with the desktop's pinentry. */
#ifndef NH_NSS_UNLOCK_H
#define NH_NSS_UNLOCK_H

#include "base/status.h"

/*
 * Ask for the primary password of the profile in the folder `path`, and give it to nh_store_unlock,
 * up to NH_ASK_TRIES times. `name` of the profile and `product` (such as "Firefox"; NULL: unknown)
 * are shown to the person. No store may be open. NH_PRIMARY_PASSWORD after the last wrong one, and
 * the errors of nh_pinentry_ask and nh_store_unlock.
 */
enum nh_status nh_unlock_ask(const char *path, const char *name, const char *product,
                             struct nh_error *err);

#endif
