/* SPDX-License-Identifier: MPL-2.0 */
#include "export/export.h"

#include "base/buf.h"
#include "base/files.h"
#include "base/utf8.h"
#include "certificate/find.h"
#include "export/target.h"
#include "export/wifi.h"
#include "export/wifiput.h"
#include "formats/keyfile.h"
#include "formats/p12write.h"
#include "formats/pemwrite.h"
#include "journal/copies.h"
#include "machine/newfile.h"
#include "nss/store.h"

#include <cert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* "Taro Yamada-windows": the file name shows whose the file is and what it is for. */
#define NAME_LENGTH 50
#define NAME_SIZE (NAME_LENGTH + 30)

static enum nh_status encode(struct nh_store *store, CERTCertificate *certificate,
                             const struct nh_target *target, bool with_root, const char *password,
                             struct nh_buf *out, struct nh_error *err)
{
    if (target->form == NH_FORM_PEM)
        return nh_pem_identity(store, certificate, with_root, password, out, err);
    return nh_p12_write(store, certificate,
                        target->form == NH_FORM_P12_OLD ? NH_SEAL_3DES : NH_SEAL_AES, with_root,
                        password, out, err);
}

/* Open the file as other programs will. */
static enum nh_status open_again(struct nh_store *store, const struct nh_buf *file,
                                 const char *password, struct nh_error *err)
{
    struct nh_keyfile *opened = NULL;
    struct nh_opening opening = {.password = password};
    enum nh_status status = NH_OK;
    if (nh_keyfile_open(store, file->data, file->length, &opening, &opened, NULL))
        status = nh_fail(err, NH_NOT_PROVEN, NULL,
                         "The new file does not open with its password, so it was removed again.");
    nh_keyfile_free(&opened);
    return status;
}

static enum nh_status put(struct nh_store *store, const char *password,
                          const struct nh_newfile *place, const struct nh_buf *file, char **written,
                          struct nh_error *err)
{
    struct nh_buf again = {0};
    char *path = NULL;
    enum nh_status status = nh_newfile_write(place, file, &path, err);
    if (!status)
        status = nh_file_read(path, &again, err);
    if (!status)
        status = open_again(store, &again, password, err);
    if (status && path)
        unlink(path);
    if (status)
        free(path);
    else
        *written = path;
    nh_buf_reset(&again);
    return status;
}

static enum nh_status put_wifi(struct nh_store *store, const struct nh_identity *identity,
                               const struct nh_target *target, const char *password,
                               const struct nh_wifi *wifi, const struct nh_newfile *place,
                               const struct nh_buf *p12, char **written, struct nh_error *err)
{
    char *outer = NULL;
    enum nh_status status = open_again(store, p12, password, err);
    if (!status)
        status = nh_wifi_outer(wifi, identity, &outer, err);
    if (!status)
        status = nh_wifi_put(target, wifi, outer, p12, place, written, err);
    free(outer);
    return status;
}

static enum nh_status put_at(struct nh_store *store, const struct nh_identity *identity,
                             const struct nh_target *target, const char *password,
                             const struct nh_wifi *wifi, const struct nh_export_wish *wish,
                             const struct nh_buf *file, char **written, struct nh_error *err)
{
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "%.*s-%s", NAME_LENGTH, identity->name, target->name);
    const struct nh_newfile there = {wish->path, wish->shared, name,
                                     target->extension ? target->extension : ""};
    return target->wifi
               ? put_wifi(store, identity, target, password, wifi, &there, file, written, err)
               : put(store, password, &there, file, written, err);
}

enum nh_status nh_export_write(struct nh_journal *journal, struct nh_store *store,
                               const struct nh_identity *identity, const struct nh_target *target,
                               const char *password, const struct nh_wifi *wifi,
                               const struct nh_export_wish *wish, char **written,
                               struct nh_error *err)
{
    struct nh_buf file = {0};
    CERTCertificate *certificate = NULL;
    enum nh_status status = nh_target_judge(target, wish->weak, password, err);
    if (!status && !(certificate = nh_identity_stored(store, identity)))
        status = nh_fail(err, NH_NO_IDENTITY, NULL, "The certificate is no longer in the profile.");
    if (!status)
        status = encode(store, certificate, target, wish->with_root, password, &file, err);
    if (!status)
        status = put_at(store, identity, target, password, wifi, wish, &file, written, err);
    /* The file is written, so a failure here only loses the note. */
    if (!status)
        nh_copies_add(journal, identity->fingerprint, target->name, *written,
                      target->wifi ? NULL : &file, NULL);
    if (certificate)
        CERT_DestroyCertificate(certificate);
    nh_buf_reset(&file);
    return status;
}
