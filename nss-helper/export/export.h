/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Export an identity for another program: a file with a password, written where others can't read
 * it (newfile.h), and opened again to check it.
 */
#ifndef NH_EXPORT_EXPORT_H
#define NH_EXPORT_EXPORT_H

#include "base/status.h"
#include <stdbool.h>

struct nh_identity;
struct nh_journal;
struct nh_store;
struct nh_target;
struct nh_wifi;

/* The person's wishes. `path` and `shared` as in newfile.h, for a file, or a folder if the target
   needs several files. */
struct nh_export_wish {
    const char *path; /* NULL: the download folder, under the identity's name */
    bool shared;
    bool with_root; /* include the root */
    bool weak;      /* allow a short password */
};

/*
 * Write the identity with a password in UTF-8, open the file again with it, and note it in the
 * journal (copies.h). The store is open for reading keys. `wifi`: after nh_wifi_check, for a Wi-Fi
 * target; else NULL. *written is the path, allocated. NH_USAGE as in nh_target_judge,
 * NH_NO_IDENTITY, NH_NOT_PROVEN when the written file does not open, and the errors of newfile.h;
 * all leave no file behind.
 */
enum nh_status nh_export_write(struct nh_journal *journal, struct nh_store *store,
                               const struct nh_identity *identity, const struct nh_target *target,
                               const char *password, const struct nh_wifi *wifi,
                               const struct nh_export_wish *wish, char **written,
                               struct nh_error *err);

#endif
