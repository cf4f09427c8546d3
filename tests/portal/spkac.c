/* SPDX-License-Identifier: MPL-2.0 */
#include "spkac.h"

#include <openssl/core_names.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define SPKAC_MAX 8192
#define RSA_BITS_MIN 2048
#define RSA_BITS_MAX 8192

/* Old browsers wrapped the lines, and the decoder accepts no line breaks. */
static char *without_blanks(const char *text)
{
    size_t length = strlen(text), used = 0;
    char *clean = length > SPKAC_MAX ? NULL : malloc(length + 1);

    for (; clean && *text; text++)
        if (!strchr(" \t\r\n", *text))
            clean[used++] = *text;
    if (clean)
        clean[used] = '\0';
    return clean;
}

/* It must encode to the same text again, so that there is nothing but one DER SPKAC in it. */
static NETSCAPE_SPKI *parse(const char *text)
{
    char *clean = without_blanks(text);
    NETSCAPE_SPKI *spki = clean ? NETSCAPE_SPKI_b64_decode(clean, -1) : NULL;
    char *again = spki ? NETSCAPE_SPKI_b64_encode(spki) : NULL;

    if (!again || strcmp(again, clean) != 0) {
        NETSCAPE_SPKI_free(spki);
        spki = NULL;
    }
    OPENSSL_free(again);
    free(clean);
    return spki;
}

static bool digest_good(const NETSCAPE_SPKI *spki)
{
    const ASN1_OBJECT *algorithm = NULL;
    int digest = NID_undef, kind = NID_undef;

    X509_ALGOR_get0(&algorithm, NULL, NULL, &spki->sig_algor);
    if (!OBJ_find_sigid_algs(OBJ_obj2nid(algorithm), &digest, &kind))
        return false;
    return digest == NID_sha256 || digest == NID_sha384 || digest == NID_sha512;
}

static const char *key_objection(EVP_PKEY *key)
{
    char group[32] = "";

    if (EVP_PKEY_is_a(key, "RSA")) {
        if (EVP_PKEY_get_bits(key) < RSA_BITS_MIN)
            return "weak-key";
        return EVP_PKEY_get_bits(key) > RSA_BITS_MAX ? "key-kind" : NULL;
    }
    if (!EVP_PKEY_is_a(key, "EC") ||
        !EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof group, NULL))
        return "key-kind";
    return strcmp(group, SN_X9_62_prime256v1) == 0 || strcmp(group, SN_secp384r1) == 0
               ? NULL : "key-kind";
}

static bool challenge_good(const NETSCAPE_SPKI *spki, const char *challenge)
{
    const ASN1_IA5STRING *got = spki->spkac->challenge;
    size_t length = strlen(challenge);

    return length > 0 && (size_t)ASN1_STRING_length(got) == length &&
           CRYPTO_memcmp(ASN1_STRING_get0_data(got), challenge, length) == 0;
}

static const char *objection(NETSCAPE_SPKI *spki, EVP_PKEY *key, const char *challenge)
{
    const char *word = key_objection(key);

    if (word)
        return word;
    if (!digest_good(spki))
        return "digest";
    if (NETSCAPE_SPKI_verify(spki, key) != 1)
        return "signature";
    return challenge_good(spki, challenge) ? NULL : "challenge";
}

EVP_PKEY *spkac_check(const char *spkac, const char *challenge, const char **reason)
{
    NETSCAPE_SPKI *spki = parse(spkac);
    EVP_PKEY *key = spki ? NETSCAPE_SPKI_get_pubkey(spki) : NULL;

    *reason = key ? objection(spki, key, challenge) : "malformed";
    NETSCAPE_SPKI_free(spki);
    if (*reason) {
        EVP_PKEY_free(key);
        key = NULL;
    }
    return key;
}
