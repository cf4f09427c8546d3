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

enum nh_status nh_backup_write(struct nh_journal *journal, const char *profile_path,
                               const char *fingerprint, const char *password, char **path,
                               struct nh_error *err)
{
    static const struct nh_target backup = {
        .name = "backup", .form = NH_FORM_P12, .extension = ".p12"};
    const struct nh_export_place downloads = {NULL, false};
    return nh_export_write(journal, profile_path, fingerprint, &backup, password, NULL, &downloads,
                           path, err);
}
