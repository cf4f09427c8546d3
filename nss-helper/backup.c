/* SPDX-License-Identifier: MPL-2.0 */
#include "backup.h"

#include "buf.h"
#include "copies.h"
#include "files.h"
#include "identity.h"
#include "keyfile.h"
#include "private.h"
#include "store.h"

#include <cert.h>
#include <p12.h>
#include <p12plcy.h>
#include <pk11pub.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* NSS leaves UTF-16 to the program, for the password and the name; it is big-endian in the
   file. `swap` is said of UTF-16 that comes in the order of this machine. */
static PRBool convert(PRBool to_utf16, unsigned char *in, unsigned length, unsigned char *out,
                      unsigned most, unsigned *written, PRBool swap)
{
    struct nh_buf copy = {0};
    if (!nh_buf_add(&copy, in, length))
        return PR_FALSE;
    for (size_t i = 0; !to_utf16 && swap && i + 1 < copy.length; i += 2) {
        unsigned char first = copy.data[i];
        copy.data[i] = copy.data[i + 1];
        copy.data[i + 1] = first;
    }
    PRBool done = PORT_UCS2_UTF8Conversion(to_utf16, copy.data, length, out, most, written);
    nh_buf_reset(&copy);
    return done;
}

struct collected {
    struct nh_buf *out;
    bool failed;
};

static void collect(void *context, const char *data, unsigned long length)
{
    struct collected *collected = context;
    collected->failed |= !nh_buf_add(collected->out, data, length);
}

/* One key with its certificate in two safes, as Firefox itself writes them. */
static bool add_pair(SEC_PKCS12ExportContext *export, CERTCertificate *certificate,
                     SECItem *password)
{
    SEC_PKCS12SafeInfo *keys = SEC_PKCS12CreateUnencryptedSafe(export);
    SEC_PKCS12SafeInfo *certificates =
        SEC_PKCS12CreatePasswordPrivSafe(export, password, SEC_OID_AES_256_CBC);
    return keys && certificates &&
           SEC_PKCS12AddCertAndKey(export, certificates, NULL, certificate,
                                   CERT_GetDefaultCertDB(), keys, NULL, PR_TRUE, password,
                                   SEC_OID_AES_256_CBC) == SECSuccess;
}

static enum nh_status encode(struct nh_store *store, CERTCertificate *certificate,
                             const char *password, struct nh_buf *out, struct nh_error *err)
{
    SECItem secret = {siBuffer, (unsigned char *)password, (unsigned)strlen(password)};
    SEC_PKCS12ExportContext *export =
        SEC_PKCS12CreateExportContext(NULL, NULL, nh_store_slot(store), NULL);
    struct collected collected = {.out = out};
    enum nh_status status = NH_OK;
    PORT_SetUCS2_ASCIIConversionFunction(convert);
    SEC_PKCS12EnableCipher(PKCS12_AES_CBC_256, PR_TRUE);
    PORT_SetError(0);
    if (!export || SEC_PKCS12AddPasswordIntegrity(export, &secret, SEC_OID_SHA256) != SECSuccess ||
        !add_pair(export, certificate, &secret) ||
        SEC_PKCS12Encode(export, collect, &collected) != SECSuccess || collected.failed)
        status = nh_fail_nss(err, NH_NSS, "The key could not be written for a backup.");
    if (export)
        SEC_PKCS12DestroyExportContext(export);
    return status;
}

/* The bytes on the disk, and the password: as the programs will that it is given to. */
static enum nh_status read_back(struct nh_store *store, const char *path, const char *password,
                                struct nh_error *err)
{
    struct nh_buf file = {0};
    struct nh_keyfile *opened = NULL;
    enum nh_status status = nh_file_read(path, &file, err);
    if (!status && nh_keyfile_open(store, file.data, file.length, password, "en", &opened, NULL))
        status = nh_fail(err, NH_NOT_PROVEN, NULL,
                         "The backup that was written does not open with its password. It was "
                         "removed again.");
    nh_keyfile_free(&opened);
    nh_buf_reset(&file);
    return status;
}

static enum nh_status write_open(struct nh_journal *journal, struct nh_store *store,
                                 const char *fingerprint, const char *password, char **path,
                                 struct nh_error *err)
{
    struct nh_buf file = {0};
    struct nh_identity *identity = NULL;
    CERTCertificate *certificate = NULL;
    char *written = NULL;
    enum nh_status status = nh_identity_find(store, fingerprint, &identity, err);
    if (!status && !(certificate = nh_identity_certificate(store, fingerprint)))
        status = nh_fail(err, NH_NO_IDENTITY, NULL, "The certificate has gone.");
    if (!status)
        status = encode(store, certificate, password, &file, err);
    if (!status)
        status = nh_private_write(identity->name, ".p12", &file, &written, err);
    if (!status)
        status = read_back(store, written, password, err);
    if (status && written)
        unlink(written);
    if (!status) {
        nh_copies_add(journal, identity->fingerprint, "backup", written, &file, NULL);
        *path = written;
        written = NULL;
    }
    free(written);
    CERT_DestroyCertificate(certificate);
    nh_identity_free(&identity);
    nh_buf_reset(&file);
    return status;
}

enum nh_status nh_backup_write(struct nh_journal *journal, const char *profile_path,
                               const char *fingerprint, const char *password, char **path,
                               struct nh_error *err)
{
    struct nh_store *store = NULL;
    if (!*password)
        return nh_fail(err, NH_USAGE, NULL, "A backup needs a password.");
    enum nh_status status = nh_store_open(profile_path, NH_STORE_READ, &store, err);
    if (!status)
        status = write_open(journal, store, fingerprint, password, path, err);
    nh_store_close(&store);
    return status;
}
