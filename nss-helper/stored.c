/* SPDX-License-Identifier: MPL-2.0 */
#include "stored.h"

#include "store.h"

#include <cert.h>
#include <certdb.h>
#include <keyhi.h>
#include <pk11pub.h>
#include <secitem.h>

bool nh_stored_certificate(CERTCertificate *certificate)
{
    PRBool stored = PR_FALSE;
    return CERT_GetCertIsPerm(certificate, &stored) == SECSuccess && stored;
}

bool nh_stored_in_slot(struct nh_store *store, CERTCertificate *certificate)
{
    return PK11_FindCertInSlot(nh_store_slot(store), certificate, NULL) != CK_INVALID_HANDLE;
}

bool nh_stored_key(CERTCertificate *certificate)
{
    PK11SlotInfo *slot = PK11_KeyForCertExists(certificate, NULL, NULL);
    if (slot)
        PK11_FreeSlot(slot);
    return slot != NULL;
}

bool nh_stored_other(struct nh_store *store, CERTCertificate *certificate)
{
    bool other = false;
    /* By the id: the calls that take a certificate want it stored already. */
    SECItem *id = PK11_GetLowLevelKeyIDForCert(NULL, certificate, NULL);
    SECKEYPrivateKey *key = id ? PK11_FindKeyByKeyID(nh_store_slot(store), id, NULL) : NULL;
    CERTCertList *list = key ? PK11_GetCertsMatchingPrivateKey(key) : NULL;
    for (CERTCertListNode *node = list ? CERT_LIST_HEAD(list) : NULL;
         list && !CERT_LIST_END(node, list); node = CERT_LIST_NEXT(node))
        other |= !SECITEM_ItemsAreEqual(&node->cert->derCert, &certificate->derCert);
    if (list)
        CERT_DestroyCertList(list);
    SECKEY_DestroyPrivateKey(key);
    SECITEM_FreeItem(id, PR_TRUE);
    return other;
}
