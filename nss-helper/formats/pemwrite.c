/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/pemwrite.h"

#include "base/buf.h"
#include "certificate/chain.h"
#include "formats/seal.h"
#include "nss/pem.h"
#include "nss/store.h"

#include <cert.h>
#include <secport.h>

static enum nh_status write_one(CERTCertificate *certificate, struct nh_buf *out,
                                struct nh_error *err)
{
    return nh_pem_write("CERTIFICATE", certificate->derCert.data, certificate->derCert.len, out,
                        err);
}

enum nh_status nh_pem_chain(CERTCertificate *certificate, bool with_root, struct nh_buf *out,
                            struct nh_error *err)
{
    CERTCertificate *issuers[NH_CHAIN_MAX];
    size_t count = nh_chain_of(certificate, issuers);
    enum nh_status status = write_one(certificate, out, err);
    for (size_t i = 0; i < count; i++) {
        if (!status && (with_root || !issuers[i]->isRoot))
            status = write_one(issuers[i], out, err);
        CERT_DestroyCertificate(issuers[i]);
    }
    return status;
}

static enum nh_status write_key(struct nh_store *store, CERTCertificate *certificate,
                                const char *password, struct nh_buf *out, struct nh_error *err)
{
    PORT_SetError(0);
    SECItem *der = nh_seal_key(store, certificate, NH_SEAL_AES, password, NULL);
    if (!der)
        return nh_fail_nss(err, NH_NSS, "The key can't be taken out of the profile.");
    enum nh_status status = nh_pem_write("ENCRYPTED PRIVATE KEY", der->data, der->len, out, err);
    SECITEM_FreeItem(der, PR_TRUE);
    return status;
}

enum nh_status nh_pem_identity(struct nh_store *store, CERTCertificate *certificate, bool with_root,
                               const char *password, struct nh_buf *out, struct nh_error *err)
{
    enum nh_status status = nh_pem_chain(certificate, with_root, out, err);
    return status ? status : write_key(store, certificate, password, out, err);
}
