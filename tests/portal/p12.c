/* SPDX-License-Identifier: MPL-2.0 */
#include "p12.h"

#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <stdlib.h>
#include <string.h>

const struct p12_key_choice p12_key_choices[] = {
    {"rsa-2048", "RSA 2048"}, {"rsa-3072", "RSA 3072"}, {"rsa-4096", "RSA 4096"},
    {"p-256", "EC P-256"},    {"p-384", "EC P-384"},    {NULL, NULL},
};

EVP_PKEY *p12_key(const char *choice)
{
    const struct p12_key_choice *one = p12_key_choices;

    while (*choice && one->value && strcmp(one->value, choice) != 0)
        one++;
    if (!one->value)
        return NULL;
    return strncmp(one->value, "rsa-", 4) == 0 ? EVP_RSA_gen((unsigned int)atoi(one->value + 4))
           : strcmp(one->value, "p-256") == 0  ? EVP_EC_gen("P-256")
                                               : EVP_EC_gen("P-384");
}

static int cipher_of(enum p12_kind kind)
{
    return kind == P12_LEGACY ? NID_pbe_WithSHA1And3_Key_TripleDES_CBC : NID_aes_256_cbc;
}

static bool add_certificates(STACK_OF(PKCS7) **safes, const struct p12_content *content,
                             int cipher)
{
    STACK_OF(PKCS12_SAFEBAG) *bags = NULL;
    bool good = PKCS12_add_cert(&bags, content->certificate) &&
                PKCS12_add_cert(&bags, content->issuer) &&
                PKCS12_add_safe(safes, bags, cipher, PKCS12_DEFAULT_ITER, content->password);

    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
    return good;
}

static bool add_key(STACK_OF(PKCS7) **safes, const struct p12_content *content, int cipher)
{
    int id_length = 0;
    unsigned char *id = X509_keyid_get0(content->certificate, &id_length);
    STACK_OF(PKCS12_SAFEBAG) *bags = NULL;
    PKCS12_SAFEBAG *bag = PKCS12_add_key(&bags, content->key, 0, PKCS12_DEFAULT_ITER, cipher,
                                         content->password);
    bool good = bag && PKCS12_add_friendlyname_utf8(bag, content->name, -1) &&
                PKCS12_add_localkeyid(bag, id, id_length) &&
                PKCS12_add_safe(safes, bags, -1, 0, NULL);

    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
    return good;
}

/* Marks key and certificate as a pair. */
static bool mark(const struct p12_content *content)
{
    unsigned char id[EVP_MAX_MD_SIZE];
    unsigned int length = 0;

    return X509_digest(content->certificate, EVP_sha1(), id, &length) &&
           X509_keyid_set1(content->certificate, id, (int)length) &&
           X509_alias_set1(content->certificate, (const unsigned char *)content->name, -1);
}

/* PKCS12_create would refuse a certificate of another key, which --wrong-key wants. */
int p12_encode(const struct p12_content *content, enum p12_kind kind, unsigned char **file)
{
    int length = -1, cipher = cipher_of(kind);
    STACK_OF(PKCS7) *safes = NULL;
    PKCS12 *p12 = NULL;

    *file = NULL;
    if (mark(content) && add_certificates(&safes, content, cipher) &&
        add_key(&safes, content, cipher))
        p12 = PKCS12_add_safes(safes, 0);
    if (p12 && PKCS12_set_mac(p12, content->password, -1, NULL, 0, PKCS12_DEFAULT_ITER,
                              kind == P12_LEGACY ? EVP_sha1() : EVP_sha256()))
        length = i2d_PKCS12(p12, file);
    sk_PKCS7_pop_free(safes, PKCS7_free);
    PKCS12_free(p12);
    return length;
}
