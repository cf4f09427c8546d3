/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/pemwrite.h"

#include "base/buf.h"
#include "certificate/chain.h"
#include "nss/pem.h"
#include "nss/store.h"

#include <cert.h>
#include <keyhi.h>
#include <pk11pub.h>
#include <secasn1.h>
#include <string.h>

/* As many as NSS takes for PKCS#12. */
#define ITERATIONS 600000

static enum nh_status write_one(CERTCertificate *certificate, struct nh_buf *out,
                                struct nh_error *err)
{
    return nh_pem_write("CERTIFICATE", certificate->derCert.data, certificate->derCert.len, out,
                        err);
}

enum nh_status nh_pem_chain(CERTCertificate *certificate, struct nh_buf *out, struct nh_error *err)
{
    CERTCertificate *issuers[NH_CHAIN_MAX];
    size_t count = nh_chain_of(certificate, issuers);
    enum nh_status status = write_one(certificate, out, err);
    for (size_t i = 0; i < count; i++) {
        if (!status && !issuers[i]->isRoot)
            status = write_one(issuers[i], out, err);
        CERT_DestroyCertificate(issuers[i]);
    }
    return status;
}

static enum nh_status write_key(PK11SlotInfo *slot, CERTCertificate *certificate,
                                const char *password, struct nh_buf *out, struct nh_error *err)
{
    SECItem secret = {siBuffer, (unsigned char *)password, (unsigned)strlen(password)};
    SECItem *der = NULL;
    enum nh_status status = NH_OK;
    PORT_SetError(0);
    SECKEYEncryptedPrivateKeyInfo *info = PK11_ExportEncryptedPrivateKeyInfoV2(
        slot, SEC_OID_PKCS5_PBES2, SEC_OID_AES_256_CBC, SEC_OID_HMAC_SHA256, &secret, certificate,
        ITERATIONS, NULL);
    if (info)
        der = SEC_ASN1EncodeItem(NULL, NULL, info,
                                 SEC_ASN1_GET(SECKEY_EncryptedPrivateKeyInfoTemplate));
    if (!der)
        status = nh_fail_nss(err, NH_NSS, "The key can't be taken out of the profile.");
    else
        status = nh_pem_write("ENCRYPTED PRIVATE KEY", der->data, der->len, out, err);
    SECITEM_FreeItem(der, PR_TRUE);
    if (info)
        SECKEY_DestroyEncryptedPrivateKeyInfo(info, PR_TRUE);
    return status;
}

enum nh_status nh_pem_identity(struct nh_store *store, CERTCertificate *certificate,
                               const char *password, struct nh_buf *out, struct nh_error *err)
{
    enum nh_status status = nh_pem_chain(certificate, out, err);
    return status ? status : write_key(nh_store_slot(store), certificate, password, out, err);
}
