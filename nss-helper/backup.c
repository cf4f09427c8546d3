/* SPDX-License-Identifier: MPL-2.0 */
#include "backup.h"

#include "export.h"
#include "identity.h"
#include "store.h"

#include <string.h>

enum nh_status nh_backup_name(const char *profile_path, const char *fingerprint, char **name,
                              struct nh_error *err)
{
    struct nh_store *store = NULL;
    struct nh_identity *identity = NULL;
    enum nh_status status = nh_store_open(profile_path, NH_STORE_READ, &store, err);
    if (!status)
        status = nh_identity_find(store, fingerprint, &identity, err);
    if (!status && !(*name = strdup(identity->name)))
        status = nh_fail_memory(err);
    nh_identity_free(&identity);
    nh_store_close(&store);
    return status;
}

enum nh_status nh_backup_write(const char *profile_path, const char *fingerprint,
                               const char *password, char **path, struct nh_error *err)
{
    const struct nh_export_place downloads = {NULL, false};
    const struct nh_target *target = NULL;
    enum nh_status status = nh_target_find("linux", &target, err);
    return status ? status
                  : nh_export_write(profile_path, fingerprint, target, password, &downloads, path,
                                    err);
}
