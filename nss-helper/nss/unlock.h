/* SPDX-License-Identifier: MPL-2.0 */
/* Where the desktop's pinentry meets the database. */
#ifndef NH_NSS_UNLOCK_H
#define NH_NSS_UNLOCK_H

#include "base/status.h"

/*
 * The primary password of the profile `name` in the folder `path`, of the program `product` (NULL:
 * unknown), as often as it takes, and then nh_store_unlock. NH_PRIMARY_PASSWORD after NH_ASK_TRIES
 * wrong ones, NH_OLD_NSS, and the errors of nh_pinentry_ask and nh_store_open. No store may be
 * open.
 */
enum nh_status nh_unlock_ask(const char *path, const char *name, const char *product,
                             struct nh_error *err);

#endif
