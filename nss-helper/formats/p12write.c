/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/p12write.h"

#include "base/buf.h"
#include "nss/store.h"

#include <cert.h>
#include <p12.h>
#include <p12plcy.h>
#include <pk11pub.h>
#include <stdbool.h>
#include <string.h>

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

static const struct {
    long suite; /* to be allowed first */
    SECOidTag cipher, mac;
} kinds[] = {
    [NH_P12_MODERN] = {PKCS12_AES_CBC_256, SEC_OID_AES_256_CBC, SEC_OID_SHA256},
    [NH_P12_OLD] = {PKCS12_DES_EDE3_168, SEC_OID_PKCS12_V2_PBE_WITH_SHA1_AND_3KEY_TRIPLE_DES_CBC,
                    SEC_OID_SHA1},
};

/* One key with its certificate in two safes, as Firefox itself writes them. */
static bool add_pair(SEC_PKCS12ExportContext *export, CERTCertificate *certificate,
                     SECOidTag cipher, SECItem *password)
{
    SEC_PKCS12SafeInfo *keys = SEC_PKCS12CreateUnencryptedSafe(export);
    SEC_PKCS12SafeInfo *certificates = SEC_PKCS12CreatePasswordPrivSafe(export, password, cipher);
    return keys && certificates &&
           SEC_PKCS12AddCertAndKey(export, certificates, NULL, certificate, CERT_GetDefaultCertDB(),
                                   keys, NULL, PR_TRUE, password, cipher) == SECSuccess;
}

enum nh_status nh_p12_write(struct nh_store *store, CERTCertificate *certificate,
                            enum nh_p12_kind kind, const char *password, struct nh_buf *out,
                            struct nh_error *err)
{
    SECItem secret = {siBuffer, (unsigned char *)password, (unsigned)strlen(password)};
    SEC_PKCS12ExportContext *export =
        SEC_PKCS12CreateExportContext(NULL, NULL, nh_store_slot(store), NULL);
    struct collected collected = {.out = out};
    enum nh_status status = NH_OK;
    PORT_SetUCS2_ASCIIConversionFunction(convert);
    SEC_PKCS12EnableCipher(kinds[kind].suite, PR_TRUE);
    PORT_SetError(0);
    if (!export || SEC_PKCS12AddPasswordIntegrity(export, &secret, kinds[kind].mac) != SECSuccess ||
        !add_pair(export, certificate, kinds[kind].cipher, &secret) ||
        SEC_PKCS12Encode(export, collect, &collected) != SECSuccess || collected.failed)
        status = nh_fail_nss(err, NH_NSS, "The key can't be taken out of the profile.");
    if (export)
        SEC_PKCS12DestroyExportContext(export);
    return status;
}
