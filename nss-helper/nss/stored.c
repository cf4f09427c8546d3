/* SPDX-License-Identifier: MPL-2.0 */
#include "nss/stored.h"

#include "nss/expected.h"
#include "nss/key.h"
#include "nss/store.h"

#include <cert.h>
#include <certdb.h>
#include <keyhi.h>
#include <pk11pub.h>
#include <secitem.h>

bool nh_stored_certificate(struct nh_store *store, CERTCertificate *certificate)
{
    PRBool stored = PR_FALSE;
    return (CERT_GetCertIsPerm(certificate, &stored) == SECSuccess && stored) ||
           nh_expected_has(nh_store_expected(store), certificate, false);
}

bool nh_stored_in_slot(struct nh_store *store, CERTCertificate *certificate)
{
    return PK11_FindCertInSlot(nh_store_slot(store), certificate, NULL) != CK_INVALID_HANDLE;
}

bool nh_stored_key(struct nh_store *store, CERTCertificate *certificate)
{
    PK11SlotInfo *slot = PK11_KeyForCertExists(certificate, NULL, NULL);
    if (slot)
        PK11_FreeSlot(slot);
    return slot || nh_expected_key(nh_store_expected(store), certificate, false);
}

/* By the CKA_ID, because NSS's functions that take a certificate work only for a stored one. */
static SECKEYPrivateKey *key_of(struct nh_store *store, CERTCertificate *certificate)
{
    SECItem *id = nh_key_name_for(certificate);
    SECKEYPrivateKey *key = id ? PK11_FindKeyByKeyID(nh_store_slot(store), id, NULL) : NULL;
    SECITEM_FreeItem(id, PR_TRUE);
    return key;
}

bool nh_stored_key_of(struct nh_store *store, CERTCertificate *certificate)
{
    SECKEYPrivateKey *key = key_of(store, certificate);
    SECKEY_DestroyPrivateKey(key);
    return key != NULL;
}

static bool has_id(SECKEYPublicKey *key, const SECItem *id)
{
    SECItem its = {siBuffer, NULL, 0};
    bool has = PK11_ReadRawAttribute(PK11_TypePubKey, key, CKA_ID, &its) == SECSuccess &&
               SECITEM_ItemsAreEqual(&its, id);
    SECITEM_FreeItem(&its, PR_FALSE);
    return has;
}

/* NSS stores the public key beside the private one, and may leave it behind. */
static void remove_public_key(struct nh_store *store, CERTCertificate *certificate)
{
    SECItem *id = nh_key_name_for(certificate);
    SECKEYPublicKeyList *list = id ? PK11_ListPublicKeysInSlot(nh_store_slot(store), NULL) : NULL;
    SECKEYPublicKeyListNode *node = list ? PUBKEY_LIST_HEAD(list) : NULL;
    for (; node && !PUBKEY_LIST_END(node, list); node = PUBKEY_LIST_NEXT(node)) {
        SECKEYPublicKey *copy = has_id(node->key, id) ? SECKEY_CopyPublicKey(node->key) : NULL;
        if (copy)
            PK11_DeleteTokenPublicKey(copy); /* frees it, too */
    }
    if (list)
        SECKEY_DestroyPublicKeyList(list);
    SECITEM_FreeItem(id, PR_TRUE);
}

void nh_stored_key_remove(struct nh_store *store, CERTCertificate *certificate)
{
    SECKEYPrivateKey *key = key_of(store, certificate);
    if (key)
        PK11_DeleteTokenPrivateKey(key, PR_TRUE); /* frees it, too */
    remove_public_key(store, certificate);
}

bool nh_stored_other(struct nh_store *store, CERTCertificate *certificate)
{
    bool other = nh_expected_key(nh_store_expected(store), certificate, true);
    SECKEYPrivateKey *key = key_of(store, certificate);
    CERTCertList *list = key ? PK11_GetCertsMatchingPrivateKey(key) : NULL;
    for (CERTCertListNode *node = list ? CERT_LIST_HEAD(list) : NULL;
         list && !CERT_LIST_END(node, list); node = CERT_LIST_NEXT(node))
        other |= !SECITEM_ItemsAreEqual(&node->cert->derCert, &certificate->derCert);
    if (list)
        CERT_DestroyCertList(list);
    SECKEY_DestroyPrivateKey(key);
    return other;
}
