/* SPDX-License-Identifier: MPL-2.0 */
/* Lets calls of our code fail: allocations, and functions of NSS, cJSON and Expat that can fail.
   In our code, and in no other, the Makefile changes the name of each function NAME for which there
   is a failing_NAME here. A program of which an argument contains "failing-" takes the last bytes
   of each input for the choice of the calls that fail, so that the input alone shows a fault again;
   in any other, each call is as it was. */
#include "room.h"

#include <base64.h>
#include <cert.h>
#include <certdb.h>
#include <cjson/cJSON.h>
#include <cryptohi.h>
#include <dirent.h>
#include <errno.h>
#include <expat.h>
#include <keyhi.h>
#include <nss.h>
#include <nssb64.h>
#include <ocsp.h>
#include <pk11pub.h>
#include <plbase64.h>
#include <regex.h>
#include <secasn1.h>
#include <secder.h>
#include <secerr.h>
#include <secitem.h>
#include <secmod.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHOICE 3

int __real_LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int __wrap_LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

static bool asked, failed;
static int pauses = 1;
/* Which call fails: this one; else about one of so many; 0: none. */
static uint32_t only, among, calls, dice;

void fuzz_fail_start(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        asked = asked || strstr(argv[i], "failing-");
}

void fuzz_pause(void)
{
    pauses++;
}

void fuzz_resume(void)
{
    pauses--;
}

int fuzz_failed(void)
{
    return failed;
}

static bool fails(void)
{
    bool now;
    if (pauses)
        return false;
    dice = dice * 1664525 + 1013904223;
    now = ++calls == only || (among && (dice >> 8) % among == 0);
    failed = failed || now;
    return now;
}

/* An even choice: half of it is the number of the call. An odd one: the calls are random. */
static void choose(const uint8_t *bytes)
{
    uint32_t choice = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16;
    only = choice % 2 ? 0 : choice / 2;
    among = choice % 2 ? 4U << (choice / 2 % 8) : 0;
    dice = choice;
    calls = 0;
}

int __wrap_LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    failed = false;
    if (!asked || size < CHOICE)
        return __real_LLVMFuzzerTestOneInput(data, size);
    choose(data + size - CHOICE);
    fuzz_resume();
    int result = __real_LLVMFuzzerTestOneInput(data, size - CHOICE);
    fuzz_pause();
    return result;
}

/* Small numbers are as frequent as large ones, because most inputs lead to few calls. */
static uint32_t new_choice(unsigned seed)
{
    uint32_t random = seed * 2654435761U;
    return random % (2U << (random >> 27) % 14);
}

/* Mostly the choice changes: a change of the rest would often end all work at the first check. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    if (!asked || most < 2 * CHOICE)
        return LLVMFuzzerMutate(data, size, most);
    size_t length = size < CHOICE ? 0 : size - CHOICE;
    uint32_t choice = new_choice(seed);
    if (seed % 4 == 0)
        length = LLVMFuzzerMutate(data, length, most - CHOICE);
    for (size_t i = 0; i < CHOICE; i++)
        data[length + i] = (uint8_t)(choice >> 8 * i);
    return length + CHOICE;
}

/* On the machines for which we have libFuzzer, integers and pointers are passed alike, so that one
   form of call does for all functions without a floating-point number. */
typedef long any(long, long, long, long, long, long, long, long, long, long);
#define ANY long a, long b, long c, long d, long e, long f, long g, long h, long i, long j

#define FAILING(name, told)                                                                        \
    long failing_##name(ANY);                                                                      \
    __attribute__((no_sanitize("address", "undefined"))) long failing_##name(ANY)                  \
    {                                                                                              \
        if (!fails())                                                                              \
            return ((any *)(void *)name)(a, b, c, d, e, f, g, h, i, j);                            \
        errno = ENOMEM;                                                                            \
        PORT_SetError(SEC_ERROR_NO_MEMORY);                                                        \
        return told;                                                                               \
    }
#define NOTHING(name) FAILING(name, 0)
#define FAILURE(name) FAILING(name, SECFailure)

NOTHING(malloc)
NOTHING(calloc)
NOTHING(realloc)
NOTHING(reallocarray)
NOTHING(strdup)
NOTHING(strndup)
NOTHING(fdopendir)
NOTHING(fopen)
NOTHING(opendir)
NOTHING(realpath)
NOTHING(tmpfile)
FAILING(regcomp, REG_ESPACE)

NOTHING(XML_Parse)
NOTHING(XML_ParserCreate_MM)
NOTHING(cJSON_AddArrayToObject)
NOTHING(cJSON_AddBoolToObject)
NOTHING(cJSON_AddItemToArray)
NOTHING(cJSON_AddItemToObject)
NOTHING(cJSON_AddObjectToObject)
NOTHING(cJSON_AddStringToObject)
NOTHING(cJSON_CreateObject)
NOTHING(cJSON_CreateString)
NOTHING(cJSON_Parse)
NOTHING(cJSON_ParseWithLengthOpts)
NOTHING(cJSON_ParseWithOpts)
NOTHING(cJSON_Print)
NOTHING(cJSON_PrintUnformatted)

NOTHING(BTOA_DataToAscii)
NOTHING(CERT_AsciiToName)
NOTHING(CERT_CreateCertificateRequest)
NOTHING(CERT_CreateOCSPRequest)
NOTHING(CERT_CreateSubjectCertList)
NOTHING(CERT_DecodeAuthInfoAccessExtension)
NOTHING(CERT_DecodeCRLDistributionPoints)
NOTHING(CERT_DecodeOCSPResponse)
NOTHING(CERT_DecodeOidSequence)
NOTHING(CERT_EncodeOCSPRequest)
NOTHING(CERT_ExtractPublicKey)
NOTHING(CERT_FindCertIssuer)
NOTHING(CERT_GetCommonName)
NOTHING(CERT_GetOidString)
NOTHING(CERT_GetOrgName)
NOTHING(CERT_GetOrgUnitName)
NOTHING(CERT_MakeCANickname)
NOTHING(CERT_NameToAscii)
NOTHING(CERT_NewCertList)
NOTHING(CERT_NewTempCertificate)
NOTHING(CERT_StartCertificateRequestAttributes)
NOTHING(NSSBase64_DecodeBuffer)
NOTHING(PK11_CreateContextBySymKey)
NOTHING(PK11_CreatePBEAlgorithmID)
NOTHING(PK11_CreatePBEParams)
NOTHING(PK11_CreatePBEV2AlgorithmID)
NOTHING(PK11_ExportDERPrivateKeyInfo)
NOTHING(PK11_ExportEncryptedPrivateKeyInfoV2)
NOTHING(PK11_FindCertInSlot)
NOTHING(PK11_FindKeyByAnyCert)
NOTHING(PK11_FindKeyByKeyID)
NOTHING(PK11_FindPrivateKeyFromCert)
NOTHING(PK11_GenerateKeyPairWithFlags)
NOTHING(PK11_GetCertsMatchingPrivateKey)
NOTHING(PK11_GetInternalKeySlot)
NOTHING(PK11_GetInternalSlot)
NOTHING(PK11_GetLowLevelKeyIDForCert)
NOTHING(PK11_GetLowLevelKeyIDForPrivateKey)
NOTHING(PK11_HasAttributeSet)
NOTHING(PK11_ImportCertForKey)
NOTHING(PK11_KeyForCertExists)
NOTHING(PK11_KeyGen)
NOTHING(PK11_ListCerts)
NOTHING(PK11_ListCertsInSlot)
NOTHING(PK11_ListPrivKeysInSlot)
NOTHING(PK11_ListPublicKeysInSlot)
NOTHING(PK11_LoadPrivKey)
NOTHING(PK11_MakeIDFromPubKey)
NOTHING(PK11_PBEKeyGen)
NOTHING(PL_Base64Decode)
NOTHING(PORT_ArenaZAlloc)
NOTHING(PORT_NewArena)
NOTHING(PORT_Strdup)
NOTHING(SECITEM_AllocItem)
NOTHING(SECITEM_ArenaDupItem)
NOTHING(SECITEM_DupItem)
NOTHING(SECKEY_ConvertToPublicKey)
NOTHING(SECKEY_CopyPrivateKey)
NOTHING(SECKEY_CopyPublicKey)
NOTHING(SECKEY_DecodeDERSubjectPublicKeyInfo)
NOTHING(SECKEY_EncodeDERSubjectPublicKeyInfo)
NOTHING(SECKEY_ExtractPublicKey)
NOTHING(SECMOD_LoadUserModule)
NOTHING(SEC_ASN1EncodeInteger)
NOTHING(SEC_ASN1EncodeItem)
NOTHING(VFY_CreateContextDirect)
NOTHING(VFY_CreateContextWithAlgorithmID)

FAILURE(CERT_AddCertToListTail)
FAILURE(CERT_AddExtension)
FAILURE(CERT_AddExtensionByOID)
FAILURE(CERT_DecodeBasicConstraintValue)
FAILURE(CERT_DecodeCertPackage)
FAILURE(CERT_EncodeAltNameExtension)
FAILURE(CERT_FindCRLEntryReasonExten)
FAILURE(CERT_FindCertExtension)
FAILURE(CERT_FinishCertificateRequestAttributes)
FAILURE(CERT_FinishExtensions)
FAILURE(CERT_GetCertTimes)
FAILURE(CERT_GetCertTrust)
FAILURE(CERT_GetOCSPResponseStatus)
FAILURE(CERT_VerifyCert)
FAILURE(CERT_VerifyOCSPResponseSignature)
FAILURE(CERT_VerifySignedData)
FAILURE(CERT_VerifySignedDataWithPublicKey)
FAILURE(DER_DecodeTimeChoice)
FAILURE(DER_GeneralizedTimeToTime)
FAILURE(NSS_Initialize)
FAILURE(PK11_Authenticate)
FAILURE(PK11_Decrypt)
FAILURE(PK11_DigestBegin)
FAILURE(PK11_DigestFinal)
FAILURE(PK11_DigestOp)
FAILURE(PK11_Encrypt)
FAILURE(PK11_GenerateRandom)
FAILURE(PK11_HashBuf)
FAILURE(PK11_ImportCert)
FAILURE(PK11_ImportDERPrivateKeyInfoAndReturnKey)
FAILURE(PK11_ImportPrivateKeyInfoAndReturnKey)
FAILURE(PK11_InitPin)
FAILURE(PK11_ReadRawAttribute)
FAILURE(PK11_Sign)
FAILURE(PK11_SignWithMechanism)
FAILURE(SECITEM_CopyItem)
FAILURE(SECOID_SetAlgorithmID)
FAILURE(SEC_ASN1DecodeItem)
FAILURE(SEC_DeletePermCertificate)
FAILURE(SEC_DerSignData)
FAILURE(SEC_QuickDERDecodeItem)
FAILURE(SEC_SignData)
FAILURE(VFY_Begin)
FAILURE(VFY_EndWithSignature)
FAILURE(VFY_Update)
FAILURE(VFY_VerifyData)

FAILING(CERT_CheckCertValidTimes, secCertTimeUndetermined)
FAILING(PK11_GetPBECryptoMechanism, CKM_INVALID_MECHANISM)
FAILING(PK11_GetPrivateModulusLen, -1)
FAILING(PK11_SignatureLen, 0)
FAILING(SEC_CheckCrlTimes, secCertTimeUndetermined)

SECStatus failing_PK11_DeleteTokenPrivateKey(SECKEYPrivateKey *key, PRBool force);
SECStatus failing_PK11_DeleteTokenPublicKey(SECKEYPublicKey *key);
cJSON *failing_cJSON_AddNumberToObject(cJSON *object, const char *name, double number);
int failing_vasprintf(char **out, const char *format, va_list arguments);
int failing_asprintf(char **out, const char *format, ...);

/* These two free the key, whether it is deleted or not. */
SECStatus failing_PK11_DeleteTokenPrivateKey(SECKEYPrivateKey *key, PRBool force)
{
    if (!fails())
        return PK11_DeleteTokenPrivateKey(key, force);
    SECKEY_DestroyPrivateKey(key);
    PORT_SetError(SEC_ERROR_NO_MEMORY);
    return SECFailure;
}

SECStatus failing_PK11_DeleteTokenPublicKey(SECKEYPublicKey *key)
{
    if (!fails())
        return PK11_DeleteTokenPublicKey(key);
    SECKEY_DestroyPublicKey(key);
    PORT_SetError(SEC_ERROR_NO_MEMORY);
    return SECFailure;
}

cJSON *failing_cJSON_AddNumberToObject(cJSON *object, const char *name, double number)
{
    return fails() ? NULL : cJSON_AddNumberToObject(object, name, number);
}

/* When they fail, `out` stays as it was, as in our C library. */
int failing_vasprintf(char **out, const char *format, va_list arguments)
{
    if (!fails())
        return vasprintf(out, format, arguments);
    errno = ENOMEM;
    return -1;
}

int failing_asprintf(char **out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = failing_vasprintf(out, format, arguments);
    va_end(arguments);
    return length;
}
