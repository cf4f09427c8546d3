/* SPDX-License-Identifier: MPL-2.0 */
#include "archive.h"

#include "buf.h"
#include "files.h"
#include "hash.h"
#include "identity.h"
#include "pemwrite.h"
#include "store.h"

#include <cert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void file_name(const char *fingerprint, char name[80])
{
    char hex[65];
    nh_hash_plain(fingerprint, hex);
    snprintf(name, 80, "%s.pem", hex);
}

enum nh_status nh_archive_keep(struct nh_journal *journal, struct nh_store *store,
                               const char *fingerprint, struct nh_error *err)
{
    struct nh_buf text = {0};
    char name[80];
    CERTCertificate *certificate = nh_identity_certificate(store, fingerprint);
    char *folder = nh_path_join(nh_journal_folder(journal), "certificates");
    enum nh_status status = folder ? nh_folder_make(folder, err) : nh_fail_memory(err);
    if (!status && !certificate)
        status = nh_fail(err, NH_NO_IDENTITY, NULL, "The certificate is not in the profile.");
    if (!status)
        status = nh_pem_chain(certificate, &text, err);
    file_name(fingerprint, name);
    if (!status)
        status = nh_file_write(folder, name, text.data, text.length, 0600, err);
    free(folder);
    nh_buf_reset(&text);
    if (certificate)
        CERT_DestroyCertificate(certificate);
    return status;
}

char *nh_archive_find(struct nh_journal *journal, const char *fingerprint)
{
    char name[80];
    char *path = NULL;
    file_name(fingerprint, name);
    if (asprintf(&path, "%s/certificates/%s", nh_journal_folder(journal), name) < 0)
        return NULL;
    if (access(path, R_OK) == 0)
        return path;
    free(path);
    return NULL;
}
