/* SPDX-License-Identifier: MPL-2.0 */
/*
 * bare PROFILE rsa-2048|p-256: makes a key with NSS and stores it, and nothing else. No request can
 * take less time.
 */
#include <keyhi.h>
#include <nss.h>
#include <pk11pub.h>
#include <stdio.h>
#include <string.h>

/* The DER of the curve's object identifier, 1.2.840.10045.3.1.7. */
static unsigned char p256[] = {0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};

static SECKEYPrivateKey *make(PK11SlotInfo *slot, const char *kind)
{
    PK11RSAGenParams rsa = {.keySizeInBits = 2048, .pe = 65537};
    SECItem curve = {siBuffer, p256, sizeof p256};
    int is_rsa = strcmp(kind, "rsa-2048") == 0;
    SECKEYPublicKey *public_key = NULL;
    SECKEYPrivateKey *key = PK11_GenerateKeyPair(
        slot, is_rsa ? CKM_RSA_PKCS_KEY_PAIR_GEN : CKM_EC_KEY_PAIR_GEN,
        is_rsa ? (void *)&rsa : (void *)&curve, &public_key, PR_TRUE, PR_TRUE, NULL);
    SECKEY_DestroyPublicKey(public_key);
    return key;
}

int main(int argc, char **argv)
{
    char place[4096];
    if (argc != 3)
        return 64;
    snprintf(place, sizeof place, "sql:%s", argv[1]);
    if (NSS_InitReadWrite(place) != SECSuccess)
        return 1;
    PK11SlotInfo *slot = PK11_GetInternalKeySlot();
    SECKEYPrivateKey *key = make(slot, argv[2]);
    int made = key != NULL;
    SECKEY_DestroyPrivateKey(key);
    PK11_FreeSlot(slot);
    return NSS_Shutdown() == SECSuccess && made ? 0 : 1;
}
