/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/pkcs12.h"

#include "base/buf.h"
#include "formats/bundle.h"
#include "formats/pbe.h"
#include "formats/pfx.h"
#include "nss/store.h"

#include <cert.h>
#include <p12.h>
#include <p12plcy.h>
#include <pk11pub.h>
#include <secerr.h>
#include <secitem.h>
#include <stdlib.h>
#include <string.h>

struct nh_pkcs12 {
    SEC_PKCS12DecoderContext *decoder;
    struct nh_buf password; /* as the decoder wants it, which keeps a pointer to it */
    SECItem secret;
    struct nh_bundle *bundle;
    size_t keys;
    unsigned long rounds; /* to decrypt them */
};

void nh_pkcs12_free(struct nh_pkcs12 **pkcs12)
{
    struct nh_pkcs12 *it = *pkcs12;
    if (!it)
        return;
    if (it->decoder)
        SEC_PKCS12DecoderFinish(it->decoder);
    nh_buf_reset(&it->password);
    free(it);
    *pkcs12 = NULL;
}

/* NSS opens nothing that was not allowed before; old files are as welcome as new ones. */
static void allow_ciphers(void)
{
    static const long ciphers[] = {PKCS12_RC2_CBC_40,  PKCS12_RC2_CBC_128, PKCS12_RC4_40,
                                   PKCS12_RC4_128,     PKCS12_DES_56,      PKCS12_DES_EDE3_168,
                                   PKCS12_AES_CBC_128, PKCS12_AES_CBC_192, PKCS12_AES_CBC_256};
    for (size_t i = 0; i < sizeof ciphers / sizeof *ciphers; i++)
        SEC_PKCS12EnableCipher(ciphers[i], PR_TRUE);
}

/* The MAC has been checked: the bytes are those that the maker of the file wrote. */
static enum nh_status decode(struct nh_pkcs12 *file, const void *data, size_t length,
                             struct nh_error *err)
{
    allow_ciphers();
    file->secret = (SECItem){siBuffer, file->password.data, (unsigned)file->password.length};
    PORT_SetError(0);
    file->decoder = SEC_PKCS12DecoderStart(&file->secret, nh_store_slot(file->bundle->store), NULL,
                                           NULL, NULL, NULL, NULL, NULL);
    if (!file->decoder)
        return nh_fail_nss(err, NH_NSS, "The PKCS#12 file could not be read.");
    if (SEC_PKCS12DecoderUpdate(file->decoder, (unsigned char *)data, length) == SECSuccess &&
        SEC_PKCS12DecoderVerify(file->decoder) == SECSuccess)
        return NH_OK;
    if (PORT_GetError() == SEC_ERROR_BAD_PASSWORD) /* not the one of the profile */
        PORT_SetError(SEC_ERROR_PKCS12_PRIVACY_PASSWORD_INCORRECT);
    return nh_fail_nss(err, NH_BAD_DATA,
                       "What is in this PKCS#12 file is damaged, or encrypted in a way that is not "
                       "known here.");
}

/* Called for a certificate without a name of its own; any one will do, as it gets
   another name before it is stored. */
static SECItem *any_nickname(SECItem *old, PRBool *cancel, void *certificate)
{
    (void)certificate;
    char *nickname = CERT_MakeCANickname(certificate);
    SECItem *item = nickname ? SECITEM_AllocItem(NULL, NULL, (unsigned)strlen(nickname) + 1) : NULL;
    if (item)
        memcpy(item->data, nickname, item->len);
    *cancel = !item || (old && SECITEM_ItemsAreEqual(old, item));
    PORT_Free(nickname);
    return item;
}

static enum nh_status validate(struct nh_pkcs12 *file, struct nh_error *err)
{
    PORT_SetError(0);
    if (SEC_PKCS12DecoderValidateBags(file->decoder, any_nickname) == SECSuccess)
        return NH_OK;
    switch (PORT_GetError()) {
    case SEC_ERROR_PKCS12_UNABLE_TO_IMPORT_KEY:
        return nh_fail(
            err, NH_NO_CERTIFICATE, NULL,
            "There is a key in this PKCS#12 file, but not its certificate, or one that is "
            "encrypted in a way that is not known here.");
    case SEC_ERROR_INVALID_ARGS: /* no bags at all */
        return nh_fail(err, NH_NO_CERTIFICATE, NULL, "There is nothing in this PKCS#12 file.");
    default: return nh_fail_nss(err, NH_BAD_DATA, "A certificate in this PKCS#12 file is damaged.");
    }
}

/* It is decrypted only when it is stored. */
static enum nh_status add_key(struct nh_pkcs12 *file, const SECAlgorithmID *algorithm,
                              struct nh_error *err)
{
    file->keys++;
    if (!algorithm)
        return nh_fail(err, NH_BAD_DATA, NULL, "The key in this PKCS#12 file is damaged.");
    return nh_pbe_check(algorithm->parameters.data, algorithm->parameters.len,
                        "The key in this PKCS#12 file", &file->rounds, err);
}

/* NSS would store an open key under its own id, whatever the certificate says, and write
   over what is there. */
static enum nh_status add_bag(struct nh_pkcs12 *file, const SEC_PKCS12DecoderItem *bag,
                              struct nh_error *err)
{
    switch (bag->type) {
    case SEC_OID_PKCS12_V1_CERT_BAG_ID:
        if (!bag->der)
            return nh_fail(err, NH_BAD_DATA, NULL,
                           "A certificate in this PKCS#12 file is damaged.");
        return nh_bundle_add(file->bundle, bag->der, bag->hasKey, err);
    case SEC_OID_PKCS12_V1_KEY_BAG_ID:
        return nh_fail(
            err, NH_BAD_DATA, NULL,
            "The key in this PKCS#12 file is not encrypted: whoever has had the file has "
            "had the key.");
    case SEC_OID_PKCS12_V1_PKCS8_SHROUDED_KEY_BAG_ID: return add_key(file, bag->shroudAlg, err);
    default: return NH_OK;
    }
}

static enum nh_status collect(struct nh_pkcs12 *file, struct nh_error *err)
{
    const SEC_PKCS12DecoderItem *bag = NULL;
    enum nh_status status = NH_OK;
    if (SEC_PKCS12DecoderIterateInit(file->decoder) != SECSuccess)
        return nh_fail_nss(err, NH_NSS, "The PKCS#12 file could not be read.");
    /* To the end in any case: what NSS has made of a bag is freed by the next step. */
    while (SEC_PKCS12DecoderIterateNext(file->decoder, &bag) == SECSuccess) {
        if (!status)
            status = add_bag(file, bag, err);
    }
    if (!status && file->keys == 0)
        status = nh_fail(err, NH_NO_KEY, NULL,
                         "There is no key in this PKCS#12 file, only certificates.");
    /* NSS would store them under one name, and one in place of the other. */
    if (!status && file->keys > nh_bundle_identities(file->bundle))
        status = nh_fail(err, NH_BAD_DATA, NULL,
                         "There are more keys than certificates for them in this PKCS#12 file.");
    return status ? status : nh_bundle_check_kinds(file->bundle, err);
}

static SECStatus rename_one(const CERTCertificate *certificate, const SECItem *old, SECItem **out,
                            void *context)
{
    const struct nh_bundle *bundle = context;
    (void)old;
    for (size_t i = 0; i < bundle->count; i++) {
        const struct nh_bundle_item *item = &bundle->items[i];
        if (!SECITEM_ItemsAreEqual(&item->certificate->derCert, &certificate->derCert))
            continue;
        unsigned length = (unsigned)strlen(item->nickname) + 1;
        *out = SECITEM_AllocItem(NULL, NULL, length);
        if (*out)
            memcpy((*out)->data, item->nickname, length);
        return *out ? SECSuccess : SECFailure;
    }
    return SECFailure;
}

static enum nh_status name_all(struct nh_pkcs12 *file, const char *language, struct nh_error *err)
{
    enum nh_status status = nh_bundle_name(file->bundle, language, err);
    if (status)
        return status;
    PORT_SetError(0);
    if (SEC_PKCS12DecoderRenameCertNicknames(file->decoder, rename_one, file->bundle) != SECSuccess)
        return nh_fail_nss(err, NH_NSS, "The certificates could not be named.");
    return NH_OK;
}

enum nh_status nh_pkcs12_open(const void *data, size_t length, const char *password,
                              const char *language, struct nh_bundle *bundle,
                              struct nh_pkcs12 **out, struct nh_error *err)
{
    struct nh_pkcs12 *file = calloc(1, sizeof *file);
    if (!file)
        return nh_fail_memory(err);
    file->bundle = bundle;
    enum nh_status status = nh_pfx_open(data, length, password, &file->password, err);
    if (!status)
        status = decode(file, data, length, err);
    if (!status)
        status = validate(file, err);
    if (!status)
        status = collect(file, err);
    if (!status)
        status = name_all(file, language, err);
    if (status)
        nh_pkcs12_free(&file);
    else
        *out = file;
    return status;
}

enum nh_status nh_pkcs12_store(struct nh_pkcs12 *pkcs12, struct nh_error *err)
{
    PORT_SetError(0);
    if (SEC_PKCS12DecoderImportBags(pkcs12->decoder) == SECSuccess)
        return NH_OK;
    return nh_fail_nss(err, NH_NSS,
                       "The key could not be stored in the profile with its certificate.");
}
