/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The password of a file takes 600,000 rounds, a second of work for each file that is written,
 * read back and judged. For tests of something else, a program that is linked with this file
 * (build/quick), or has it preloaded (build/quick/rounds.so), writes the same files with fewer.
 * It replaces the functions of NSS that take the number. Reading a file uses the number in it.
 */
#define USE_UTIL_DIRECTLY 1 /* the real names of the functions */

#include <dlfcn.h>
#include <p12.h>
#include <pk11pub.h>
#include <secasn1.h>
#include <stdbool.h>

#define MANY 10000
#define FEW 1000
#define USUAL 600000

#define NAME(function) #function
/* A name in NSS may be a macro for another one. */
#define NEXT(function) ((__typeof__(function) *)dlsym(RTLD_NEXT, NAME(function)))

static int fewer(int rounds)
{
    return rounds > MANY ? FEW : rounds;
}

SECKEYEncryptedPrivateKeyInfo *
PK11_ExportEncryptedPrivateKeyInfoV2(PK11SlotInfo *slot, SECOidTag algorithm, SECOidTag cipher,
                                     SECOidTag hash, SECItem *password,
                                     CERTCertificate *certificate, int rounds, void *context)
{
    return NEXT(PK11_ExportEncryptedPrivateKeyInfoV2)(slot, algorithm, cipher, hash, password,
                                                      certificate, fewer(rounds), context);
}

SECAlgorithmID *PK11_CreatePBEV2AlgorithmID(SECOidTag algorithm, SECOidTag cipher, SECOidTag hash,
                                            int key_length, int rounds, SECItem *salt)
{
    return NEXT(PK11_CreatePBEV2AlgorithmID)(algorithm, cipher, hash, key_length, fewer(rounds),
                                             salt);
}

SECAlgorithmID *PK11_CreatePBEAlgorithmID(SECOidTag algorithm, int rounds, SECItem *salt)
{
    return NEXT(PK11_CreatePBEAlgorithmID)(algorithm, fewer(rounds), salt);
}

/* NSS's writer of PKCS#12 makes its MAC with the rounds and stores their number; its reader takes
   the number from the file. */
static __thread bool writing;

SECStatus SEC_PKCS12Encode(SEC_PKCS12ExportContext *export, SEC_PKCS12EncoderOutputCallback to,
                           void *context)
{
    writing = true;
    SECStatus status = NEXT(SEC_PKCS12Encode)(export, to, context);
    writing = false;
    return status;
}

SECItem *PK11_CreatePBEParams(SECItem *salt, SECItem *password, unsigned rounds)
{
    return NEXT(PK11_CreatePBEParams)(salt, password,
                                      writing ? (unsigned)fewer((int)rounds) : rounds);
}

/* This project's writer (formats/pfx.c) uses the number that it has encoded. */
SECItem *SEC_ASN1EncodeInteger(PLArenaPool *pool, SECItem *to, long number)
{
    bool rounds = writing || number == USUAL;
    return NEXT(SEC_ASN1EncodeInteger)(pool, to, rounds ? fewer((int)number) : number);
}
