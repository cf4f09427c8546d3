/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/archive.h"

#include "base/buf.h"
#include "base/files.h"
#include "formats/certfile.h"
#include "formats/pemwrite.h"
#include "journal/note.h"

#include <cert.h>
#include <stdlib.h>
#include <unistd.h>

enum nh_status nh_archive_keep(struct nh_journal *journal, const char *fingerprint,
                               CERTCertificate *certificate, struct nh_error *err)
{
    struct nh_buf text = {0};
    enum nh_status status = nh_pem_chain(certificate, false, &text, err);
    if (!status)
        status = nh_note_write(journal, NH_SECTION_CERTIFICATES, fingerprint, text.data,
                               text.length, err);
    nh_buf_reset(&text);
    return status;
}

char *nh_archive_find(struct nh_journal *journal, const char *fingerprint)
{
    char *path = nh_note_path(journal, NH_SECTION_CERTIFICATES, fingerprint);
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
    if (!nh_file_read(path, &text, NULL) && !nh_certfile_read(text.data, text.length, &list, NULL))
        certificate = nh_certfile_decode(&list.items[0]);
    nh_bufs_reset(&list);
    nh_buf_reset(&text);
    return certificate;
}
