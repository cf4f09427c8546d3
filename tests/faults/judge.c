/* SPDX-License-Identifier: MPL-2.0 */
/*
 * judge PROFILE [CERTIFICATE [regardless]]: a witness that shares no code with what it judges, only
 * NSS and SQLite. It prints one word about the profile, and how many private keys and certificates
 * there are: "good 1 3". Without the file of a certificate it checks only the databases; with
 * "regardless" it says what can be done with the certificate even if they are damaged.
 *
 *   good  no-certificate  no-key  does-not-sign  corrupt
 */
#include <cert.h>
#include <cryptohi.h>
#include <keyhi.h>
#include <nss.h>
#include <pk11pub.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int take_word(void *word, int count, char **values, char **names)
{
    (void)names;
    if (count == 1 && values[0])
        snprintf(word, 8, "%s", values[0]);
    return 0;
}

/* Read-only: a journal that was not rolled back counts as damage, too. */
static bool is_whole(const char *profile, const char *name)
{
    sqlite3 *database = NULL;
    char path[4096], word[8] = "";
    snprintf(path, sizeof path, "%s/%s", profile, name);
    if (sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK)
        sqlite3_exec(database, "PRAGMA integrity_check(1)", take_word, word, NULL);
    if (strcmp(word, "ok") != 0)
        fprintf(stderr, "%s: %s %s\n", name, sqlite3_errmsg(database), word);
    sqlite3_close(database);
    return strcmp(word, "ok") == 0;
}

/* PEM or DER; for the caller to destroy. */
static CERTCertificate *read_certificate(const char *path)
{
    static char bytes[65536];
    FILE *file = fopen(path, "rb");
    size_t length = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    if (file)
        fclose(file);
    CERTCertificate *certificate = CERT_DecodeCertFromPackage(bytes, (int)length);
    if (certificate)
        return certificate;
    fprintf(stderr, "judge: %s is no certificate\n", path);
    exit(64);
}

static bool signs(SECKEYPrivateKey *key, CERTCertificate *certificate)
{
    static const unsigned char text[] = "the judge asks for a signature";
    SECItem signature = {siBuffer, NULL, 0};
    SECOidTag algorithm =
        SEC_GetSignatureAlgorithmOidTag(SECKEY_GetPrivateKeyType(key), SEC_OID_SHA256);
    SECKEYPublicKey *public_key = CERT_ExtractPublicKey(certificate);
    bool passed =
        public_key &&
        SEC_SignData(&signature, text, (int)sizeof text, key, algorithm) == SECSuccess &&
        VFY_VerifyDataDirect(text, (int)sizeof text, public_key, &signature,
                             SECKEY_GetPrivateKeyType(key) == ecKey ? SEC_OID_ANSIX962_EC_PUBLIC_KEY
                                                                    : SEC_OID_PKCS1_RSA_ENCRYPTION,
                             SEC_OID_SHA256, NULL, NULL) == SECSuccess;
    SECITEM_FreeItem(&signature, PR_FALSE);
    SECKEY_DestroyPublicKey(public_key);
    return passed;
}

static const char *judge_key(PK11SlotInfo *slot, CERTCertificate *certificate)
{
    SECKEYPrivateKey *key = PK11_FindPrivateKeyFromCert(slot, certificate, NULL);
    if (!key)
        return "no-key";
    bool passed = signs(key, certificate);
    SECKEY_DestroyPrivateKey(key);
    return passed ? "good" : "does-not-sign";
}

static const char *judge_certificate(PK11SlotInfo *slot, const char *path)
{
    CERTCertificate *wanted = read_certificate(path);
    CERTCertificate *found = PK11_FindCertFromDERCert(slot, wanted, NULL);
    const char *word = found ? judge_key(slot, found) : "no-certificate";
    if (found)
        CERT_DestroyCertificate(found);
    CERT_DestroyCertificate(wanted);
    return word;
}

static int count_keys(PK11SlotInfo *slot)
{
    SECKEYPrivateKeyList *list = PK11_ListPrivKeysInSlot(slot, NULL, NULL);
    int count = 0;
    if (!list)
        return 0;
    for (SECKEYPrivateKeyListNode *node = PRIVKEY_LIST_HEAD(list); !PRIVKEY_LIST_END(node, list);
         node = PRIVKEY_LIST_NEXT(node))
        count++;
    SECKEY_DestroyPrivateKeyList(list);
    return count;
}

static int count_certificates(PK11SlotInfo *slot)
{
    CERTCertList *list = PK11_ListCertsInSlot(slot);
    int count = 0;
    if (!list)
        return 0;
    for (CERTCertListNode *node = CERT_LIST_HEAD(list); !CERT_LIST_END(node, list);
         node = CERT_LIST_NEXT(node))
        count++;
    CERT_DestroyCertList(list);
    return count;
}

static void judge(PK11SlotInfo *slot, const char *path)
{
    const char *word = path ? judge_certificate(slot, path) : "good";
    printf("%s %d %d\n", word, count_keys(slot), count_certificates(slot));
}

int main(int argc, char *argv[])
{
    char config[4096];
    if (argc < 2 || argc > 4) {
        fprintf(stderr, "usage: judge PROFILE [CERTIFICATE [regardless]]\n");
        return 64;
    }
    snprintf(config, sizeof config, "sql:%s", argv[1]);
    bool whole = argc == 4 || (is_whole(argv[1], "cert9.db") && is_whole(argv[1], "key4.db"));
    if (!whole ||
        NSS_Initialize(config, "", "", SECMOD_DB,
                       NSS_INIT_READONLY | NSS_INIT_NOROOTINIT | NSS_INIT_NOMODDB) != SECSuccess) {
        puts("corrupt 0 0");
        return 1;
    }
    PK11SlotInfo *slot = PK11_GetInternalKeySlot();
    /* A profile that never had a password lets everybody in. */
    if (slot && PK11_NeedLogin(slot))
        PK11_Authenticate(slot, PR_TRUE, NULL);
    if (slot)
        judge(slot, argc > 2 ? argv[2] : NULL);
    else
        puts("corrupt 0 0");
    if (slot)
        PK11_FreeSlot(slot);
    NSS_Shutdown();
    return 0;
}
