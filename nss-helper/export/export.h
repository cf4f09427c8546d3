/* SPDX-License-Identifier: MPL-2.0 */
/*
 * An identity for another program: a file that this program reads, always under a
 * password, written where others can't see it (newfile.h), and read back.
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

/* How a person wants it. Path and shared are as in newfile.h, for a new file, or a folder where the
   target has several. */
struct nh_export_wish {
    const char *path; /* NULL: the download folder, under the identity's name */
    bool shared;
    bool with_root; /* the root beside the other issuers */
    bool weak;      /* a short password will do */
};

/*
 * Write the identity, which is in this store, open to read, under a password in UTF-8, and open
 * the file with it. `wifi`: for a Wi-Fi target, as nh_wifi_check left it; else NULL. *written is
 * allocated. NH_USAGE as nh_target_judge, NH_NO_IDENTITY, NH_NOT_PROVEN when the file that was
 * written does not open, the errors of newfile.h: then nothing is left of it. It is noted down
 * in the journal (copies.h).
 */
enum nh_status nh_export_write(struct nh_journal *journal, struct nh_store *store,
                               const struct nh_identity *identity, const struct nh_target *target,
                               const char *password, const struct nh_wifi *wifi,
                               const struct nh_export_wish *wish, char **written,
                               struct nh_error *err);

#endif
