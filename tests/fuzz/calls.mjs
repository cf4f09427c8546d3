// SPDX-License-Identifier: MPL-2.0
// tests/fuzz/calls.mjs: whether fail.c lets each function fail that our code calls and that can fail, of
// NSS, NSPR, cJSON and Expat, and of the C library those that allocate.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const TOP = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** What the targets are linked from. */
const sources = () => ['native-messaging', 'nss-helper']
  .flatMap((house) => readdirSync(path.join(TOP, house), { recursive: true }).map((name) => path.join(house, name)))
  .filter((name) => /\.[ch]$/.test(name) && !name.startsWith('nss-helper/cli/'));

/* Constants have no small letter, and templates are data. */
const LIBRARIES = /\b(?:ATOB|BTOA|CERT|DER|HASH|NSS|NSSBase64|OCSP|PK11|PL|PORT|PR|SEC|SECITEM|SECKEY|SECMOD|SECOID|SGN|VFY|XML|cJSON)_\w*[a-z]\w*\b(?<!Template)/g;
const ALLOCATING = /\b(?:aligned_alloc|asprintf|calloc|fdopen|fdopendir|fmemopen|fopen|getcwd|getdelim|getline|malloc|memalign|open_memstream|opendir|posix_memalign|realloc|reallocarray|realpath|regcomp|scandir|strdup|strndup|tmpfile|vasprintf)(?=\()/g;

/* Those that need not fail: why, and which. */
const OTHERS = [
  ['frees, closes or takes back', `CERT_DestroyCertList CERT_DestroyCertificate CERT_DestroyCertificateRequest
    CERT_DestroyName CERT_DestroyOCSPRequest CERT_DestroyOCSPResponse CERT_DestroyOidSequence NSS_Shutdown
    PK11_DestroyContext PK11_DestroyPBEParams PK11_FreeSlot PK11_FreeSymKey PORT_ArenaRelease PORT_Free PORT_FreeArena
    PR_smprintf_free SECITEM_FreeItem SECITEM_ZfreeItem SECKEY_DestroyEncryptedPrivateKeyInfo SECKEY_DestroyPrivateKey
    SECKEY_DestroyPrivateKeyList SECKEY_DestroyPublicKey SECKEY_DestroyPublicKeyList
    SECKEY_DestroySubjectPublicKeyInfo SECMOD_DestroyModule SECMOD_UnloadUserModule SECOID_DestroyAlgorithmID
    VFY_DestroyContext XML_ParserFree cJSON_Delete cJSON_free`],
  ['reads a field', `CERT_GetCertIsPerm CERT_GetDefaultCertDB CERT_GetFirstEmailAddress CERT_GetNextEmailAddress
    CERT_GetNextGeneralName NSS_GetVersion PK11_GetTokenName PK11_NeedLogin PK11_NeedUserInit PORT_ArenaMark
    PORT_GetError PR_Now SECKEY_GetPrivateKeyType SECKEY_GetPublicKeyType cJSON_GetArraySize
    cJSON_GetObjectItemCaseSensitive cJSON_GetStringValue cJSON_HasObjectItem cJSON_IsArray cJSON_IsNumber
    cJSON_IsObject cJSON_IsString cJSON_IsTrue`],
  ['sets a field', `CERT_DupCertificate PK11_SetPasswordFunc PORT_SetError XML_SetCharacterDataHandler
    XML_SetElementHandler XML_SetSkippedEntityHandler XML_SetStartDoctypeDeclHandler XML_SetUserData XML_StopParser`],
  ['compares or counts bytes', `CERT_CompareName NSS_SecureMemcmp SECITEM_ItemsAreEqual SECKEY_BigIntegerBitLength
    SECKEY_PublicKeyStrengthInBits SECOID_CompareAlgorithmID`],
  ['looks into a table', `HASH_ResultLenByOidTag NSS_GetAlgorithmPolicy NSS_VersionCheck PK11_AlgtagToMechanism
    PK11_GetPadMechanism PR_ErrorToName SECOID_FindOIDByTag SECOID_FindOIDTag SECOID_GetAlgorithmTag
    SEC_GetSignatureAlgorithmOidTag SEC_PKCS5IsAlgorithmPBEAlg`],
  ['answers yes or no', 'CERT_IsCACert SEC_CertNicknameConflict'],
  ['fails by its input alone', 'DER_GetInteger'],
  ['a type, or a macro around others', `DER_ConvertBitString PK11_TypePubKey PORT_ArenaZNew PORT_ArenaZNewArray
    XML_Char XML_Memory_Handling_Suite XML_Parser cJSON_ArrayForEach`],
];

const wordsOf = (text) => text.split(/\s+/);

/** The functions that these sources use, without what a comment or a text names. */
export function used(source) {
  const code = source.replace(/\/\*.*?\*\/|"(?:[^"\\\n]|\\.)*"/gs, '');
  return [...code.match(LIBRARIES) ?? [], ...code.match(ALLOCATING) ?? []];
}

/** The functions for which this source of fail.c has another one. */
export const failing = (source) => [...source.matchAll(/^(?:[A-Z]+\(|\w.*\bfailing_)(\w+)[,()]/gm)].map(([, name]) => name);

/** What is wrong with these names: those used, those that fail.c has, and those that need not fail. */
export function faultsOf(calls, fails, others) {
  const known = [...fails, ...others];
  return [
    ...calls.filter((name) => !known.includes(name)).map((name) => `${name}: fail.c does not let it fail, and calls.mjs does not say why`),
    ...others.filter((name) => fails.includes(name)).map((name) => `${name}: fail.c lets it fail, and calls.mjs says that it need not`),
    ...others.filter((name) => !calls.includes(name)).map((name) => `${name}: in calls.mjs, but nobody calls it`),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const calls = [...new Set(sources().flatMap((name) => used(readFileSync(path.join(TOP, name), 'utf8'))))].sort();
  const fails = failing(readFileSync(path.join(TOP, 'tests/fuzz/fail.c'), 'utf8'));
  const faults = faultsOf(calls, fails, OTHERS.flatMap(([, names]) => wordsOf(names)));
  faults.forEach((fault) => process.stdout.write(`${fault}\n`));
  process.exitCode = faults.length > 0 || calls.length === 0 ? 1 : 0;
}
