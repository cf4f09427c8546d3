/* SPDX-License-Identifier: MPL-2.0 */
#include "nss/unlock.h"

#include "base/buf.h"
#include "machine/ask.h"
#include "nss/store.h"

enum nh_status nh_unlock_ask(const char *path, const char *name, const char *product,
                             struct nh_error *err)
{
    enum nh_status status = NH_PRIMARY_PASSWORD;
    for (int tried = 0; status == NH_PRIMARY_PASSWORD && tried < NH_ASK_TRIES; tried++) {
        struct nh_buf password = {0};
        status = nh_ask_primary(name, product, tried, &password, err);
        if (!status)
            status = nh_store_unlock(path, (const char *)password.data, err);
        nh_buf_reset(&password);
    }
    return status;
}
