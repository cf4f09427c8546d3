/* SPDX-License-Identifier: MPL-2.0 */
#include "archive.h"

#include "buf.h"
#include "certfile.h"
#include "files.h"
#include "identity.h"
#include "note.h"
#include "pemwrite.h"
#include "store.h"

#include <cert.h>
#include <stdlib.h>
#include <unistd.h>

static const struct nh_note_kind notes = {"certificates", ".pem"};

enum nh_status nh_archive_keep(struct nh_journal *journal, struct nh_store *store,
                               const char *fingerprint, struct nh_error *err)
{
    struct nh_buf text = {0};
    CERTCertificate *certificate = nh_identity_certificate(store, fingerprint);
    enum nh_status status = NH_OK;
    if (!certificate)
        status = nh_fail(err, NH_NO_IDENTITY, NULL, "The certificate is not in the profile.");
    if (!status)
        status = nh_pem_chain(certificate, &text, err);
    if (!status)
        status = nh_note_write(journal, &notes, fingerprint, text.data, text.length, err);
    nh_buf_reset(&text);
    if (certificate)
        CERT_DestroyCertificate(certificate);
    return status;
}

char *nh_archive_find(struct nh_journal *journal, const char *fingerprint)
{
    char *path = nh_note_path(journal, &notes, fingerprint);
    if (path && access(path, R_OK) == 0)
        return path;
    free(path);
    return NULL;
}

CERTCertificate *nh_archive_read(const char *path)
{
    struct nh_buf text = {0};
    struct nh_bufs list = {0};
    CERTCertificate *certificate = NULL;
    if (!nh_file_read(path, &text, NULL) &&
        !nh_certfile_read(text.data, text.length, &list, NULL))
        certificate = nh_certfile_decode(&list.items[0]);
    nh_bufs_reset(&list);
    nh_buf_reset(&text);
    return certificate;
}
