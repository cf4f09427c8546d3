/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/turn.h"

#include "base/files.h"
#include "base/home.h"

#include <errno.h>
#include <stdlib.h>

enum nh_status nh_turn_take(int *held, struct nh_error *err)
{
    /* Lock the folder itself, which leaves no file behind. */
    char *folder = NULL;
    *held = -1;
    enum nh_status status = nh_xdg_find(NH_XDG_STATE, "nss-helper", &folder, err);
    if (!status)
        status = nh_folder_make(folder, err);
    if (!status)
        *held = nh_folder_hold(folder, true);
    if (!status && *held < 0 && errno == EWOULDBLOCK)
        status = nh_fail(err, NH_BUSY, NULL,
                         "Another window of NSS Helper is open and waits for your answer.");
    free(folder);
    return status;
}
