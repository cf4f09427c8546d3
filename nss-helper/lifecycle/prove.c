/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/prove.h"

#include "certificate/find.h"
#include "journal/archive.h"
#include "nss/store.h"

#include <cert.h>

enum nh_status nh_prove_stored(struct nh_journal *journal, struct nh_store *store,
                               CERTCertificate *certificate, const char *fingerprint,
                               struct nh_proof *proof, struct nh_error *err)
{
    enum nh_status status = nh_verify_stored(store, certificate, proof, err);
    return status ? status : nh_archive_keep(journal, fingerprint, certificate, err);
}

enum nh_status nh_prove_anew(struct nh_journal *journal, struct nh_store **store,
                             const char *fingerprint, const char *key_id, struct nh_proof *proof,
                             struct nh_error *err)
{
    enum nh_status status = nh_store_reread(store, err);
    if (status)
        return status;
    CERTCertificate *certificate = nh_identity_certificate(*store, fingerprint, key_id);
    status = nh_prove_stored(journal, *store, certificate, fingerprint, proof, err);
    CERT_DestroyCertificate(certificate);
    return status;
}
