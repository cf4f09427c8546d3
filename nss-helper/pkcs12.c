/* SPDX-License-Identifier: MPL-2.0 */
#include "pkcs12.h"

#include "buf.h"
#include "certfile.h"
#include "describe.h"
#include "nickname.h"
#include "pfx.h"
#include "store.h"
#include "stored.h"
#include "verify.h"

#include <cert.h>
#include <certdb.h>
#include <keyhi.h>
#include <p12.h>
#include <p12plcy.h>
#include <pk11pub.h>
#include <secerr.h>
#include <secitem.h>
#include <stdlib.h>
#include <string.h>

/* A certificate of the file, and what the profile had of it before. */
struct item {
    CERTCertificate *certificate;
    char *nickname;
    bool has_key;                 /* the file has its key */
    bool was_stored, key_was_stored;
};

struct file {
    SEC_PKCS12DecoderContext *decoder;
    struct nh_buf password; /* as the decoder wants it, which keeps a pointer to it */
    SECItem secret;
    struct item items[NH_CERTFILE_MAX_CERTS];
    size_t count, keys;
};

void nh_answers_reset(struct nh_answers *answers)
{
    for (size_t i = 0; i < answers->count; i++)
        nh_answer_reset(&answers->items[i]);
    free(answers->items);
    *answers = (struct nh_answers){0};
}

static void release(struct file *file)
{
    if (file->decoder)
        SEC_PKCS12DecoderFinish(file->decoder);
    for (size_t i = 0; i < file->count; i++) {
        free(file->items[i].nickname);
        CERT_DestroyCertificate(file->items[i].certificate);
    }
    nh_buf_reset(&file->password);
    *file = (struct file){0};
}

/* NSS opens nothing that was not allowed before; old files are as welcome as new ones. */
static void allow_ciphers(void)
{
    static const long ciphers[] = {PKCS12_RC2_CBC_40,   PKCS12_RC2_CBC_128,  PKCS12_RC4_40,
                                   PKCS12_RC4_128,      PKCS12_DES_56,       PKCS12_DES_EDE3_168,
                                   PKCS12_AES_CBC_128,  PKCS12_AES_CBC_192,  PKCS12_AES_CBC_256};
    for (size_t i = 0; i < sizeof ciphers / sizeof *ciphers; i++)
        SEC_PKCS12EnableCipher(ciphers[i], PR_TRUE);
}

/* The MAC has been checked: the bytes are those that the maker of the file wrote. */
static enum nh_status decode(struct nh_store *store, struct file *file, const void *data,
                             size_t length, struct nh_error *err)
{
    allow_ciphers();
    file->secret = (SECItem){siBuffer, file->password.data, (unsigned)file->password.length};
    PORT_SetError(0);
    file->decoder = SEC_PKCS12DecoderStart(&file->secret, nh_store_slot(store), NULL, NULL, NULL,
                                           NULL, NULL, NULL);
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

static enum nh_status validate(struct file *file, struct nh_error *err)
{
    PORT_SetError(0);
    if (SEC_PKCS12DecoderValidateBags(file->decoder, any_nickname) == SECSuccess)
        return NH_OK;
    switch (PORT_GetError()) {
    case SEC_ERROR_PKCS12_UNABLE_TO_IMPORT_KEY:
        return nh_fail(err, NH_NO_CERTIFICATE, NULL,
                       "There is a key in this PKCS#12 file, but not its certificate, or one that is "
                       "encrypted in a way that is not known here.");
    case SEC_ERROR_INVALID_ARGS: /* no bags at all */
        return nh_fail(err, NH_NO_CERTIFICATE, NULL, "There is nothing in this PKCS#12 file.");
    default:
        return nh_fail_nss(err, NH_BAD_DATA, "A certificate in this PKCS#12 file is damaged.");
    }
}

static bool is_listed(const struct file *file, CERTCertificate *certificate)
{
    for (size_t i = 0; i < file->count; i++) {
        if (SECITEM_ItemsAreEqual(&file->items[i].certificate->derCert, &certificate->derCert))
            return true;
    }
    return false;
}

static enum nh_status add_certificate(struct file *file, const SEC_PKCS12DecoderItem *bag,
                                      struct nh_error *err)
{
    CERTCertificate *certificate =
        bag->der ? CERT_NewTempCertificate(CERT_GetDefaultCertDB(), bag->der, NULL, PR_FALSE, PR_TRUE)
                 : NULL;
    if (!certificate)
        return nh_fail_nss(err, NH_BAD_DATA, "A certificate in this PKCS#12 file is damaged.");
    if (is_listed(file, certificate) || file->count == NH_CERTFILE_MAX_CERTS) {
        bool many = file->count == NH_CERTFILE_MAX_CERTS;
        CERT_DestroyCertificate(certificate);
        return many ? nh_fail(err, NH_BAD_DATA, NULL,
                              "There are more than %d certificates in this PKCS#12 file.",
                              NH_CERTFILE_MAX_CERTS)
                    : NH_OK;
    }
    file->items[file->count++] = (struct item){
        .certificate = certificate,
        .has_key = bag->hasKey,
        .was_stored = nh_stored_certificate(certificate),
        .key_was_stored = bag->hasKey && nh_stored_key(certificate),
    };
    return NH_OK;
}

/* RSA, or a curve that browsers know (RFC 8422 section 5.1.1). */
static bool is_known_kind(SECKEYPublicKey *key)
{
    if (SECKEY_GetPublicKeyType(key) == rsaKey)
        return true;
    if (SECKEY_GetPublicKeyType(key) != ecKey || key->u.ec.DEREncodedParams.len < 2)
        return false;
    SECItem curve = {siBuffer, key->u.ec.DEREncodedParams.data + 2,
                     key->u.ec.DEREncodedParams.len - 2};
    SECOidTag tag = SECOID_FindOIDTag(&curve);
    return tag == SEC_OID_SECG_EC_SECP256R1 || tag == SEC_OID_SECG_EC_SECP384R1 ||
           tag == SEC_OID_SECG_EC_SECP521R1;
}

static enum nh_status check_kind(const struct item *item, struct nh_error *err)
{
    SECKEYPublicKey *key = CERT_ExtractPublicKey(item->certificate);
    bool known = key && is_known_kind(key);
    SECKEY_DestroyPublicKey(key);
    return known ? NH_OK
                 : nh_fail(err, NH_KEY_KIND, NULL,
                           "The key in this PKCS#12 file is of a kind that Firefox does not use: "
                           "neither RSA nor on the curve P-256, P-384 or P-521.");
}

/* NSS would store an open key under its own id, whatever the certificate says, and write
   over what is there. */
static enum nh_status add_bag(struct file *file, const SEC_PKCS12DecoderItem *bag,
                              struct nh_error *err)
{
    if (bag->type == SEC_OID_PKCS12_V1_CERT_BAG_ID)
        return add_certificate(file, bag, err);
    if (bag->type == SEC_OID_PKCS12_V1_KEY_BAG_ID)
        return nh_fail(err, NH_BAD_DATA, NULL,
                       "The key in this PKCS#12 file is not encrypted: whoever has had the file has "
                       "had the key.");
    file->keys += bag->type == SEC_OID_PKCS12_V1_PKCS8_SHROUDED_KEY_BAG_ID;
    return NH_OK;
}

static enum nh_status collect(struct file *file, struct nh_error *err)
{
    const SEC_PKCS12DecoderItem *bag = NULL;
    enum nh_status status = NH_OK;
    if (SEC_PKCS12DecoderIterateInit(file->decoder) != SECSuccess)
        return nh_fail_nss(err, NH_NSS, "The PKCS#12 file could not be read.");
    while (!status && SEC_PKCS12DecoderIterateNext(file->decoder, &bag) == SECSuccess)
        status = add_bag(file, bag, err);
    if (!status && file->keys == 0)
        status = nh_fail(err, NH_NO_KEY, NULL,
                         "There is no key in this PKCS#12 file, only certificates.");
    for (size_t i = 0; !status && i < file->count; i++) {
        if (file->items[i].has_key)
            status = check_kind(&file->items[i], err);
    }
    return status;
}

/* Two subjects of one file must not get the same name. */
static bool is_taken(const char *nickname, CERTCertificate *of, void *context)
{
    const struct file *file = context;
    for (size_t i = 0; i < file->count; i++) {
        const struct item *item = &file->items[i];
        if (item->nickname && strcmp(item->nickname, nickname) == 0 &&
            !SECITEM_ItemsAreEqual(&item->certificate->derSubject, &of->derSubject))
            return true;
    }
    return false;
}

static enum nh_status make_nickname(struct file *file, struct item *item, const char *language,
                                    struct nh_error *err)
{
    struct nh_identity *identity = nh_describe(item->certificate);
    char *name = NULL, *made = NULL;
    if (!identity)
        return nh_fail_nss(err, NH_BAD_DATA, "A certificate in this PKCS#12 file is damaged.");
    if (item->was_stored && *identity->nickname)
        item->nickname = strdup(identity->nickname);
    else if (item->has_key)
        name = nh_nickname_make(item->certificate, identity, language);
    else if ((made = CERT_MakeCANickname(item->certificate)))
        name = strdup(made);
    if (name)
        item->nickname = nh_nickname_number(name, item->certificate, is_taken, file);
    nh_identity_free(&identity);
    PORT_Free(made);
    free(name);
    return item->nickname ? NH_OK : nh_fail_memory(err);
}

static SECStatus rename_one(const CERTCertificate *certificate, const SECItem *old, SECItem **out,
                            void *context)
{
    struct file *file = context;
    (void)old;
    for (size_t i = 0; i < file->count; i++) {
        const struct item *item = &file->items[i];
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

static enum nh_status name_all(struct file *file, const char *language, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    for (size_t i = 0; !status && i < file->count; i++)
        status = make_nickname(file, &file->items[i], language, err);
    if (status)
        return status;
    PORT_SetError(0);
    if (SEC_PKCS12DecoderRenameCertNicknames(file->decoder, rename_one, file) != SECSuccess)
        return nh_fail_nss(err, NH_NSS, "The certificates could not be named.");
    return NH_OK;
}

static bool is_all_known(const struct file *file)
{
    for (size_t i = 0; i < file->count; i++) {
        const struct item *item = &file->items[i];
        if (!item->was_stored || (item->has_key && !item->key_was_stored))
            return false;
    }
    return true;
}

static enum nh_status check(struct nh_store *store, const struct file *file, struct nh_error *err)
{
    for (size_t i = 0; i < file->count; i++) {
        const struct item *item = &file->items[i];
        PORT_SetError(0);
        /* NSS ignores some failures to store. */
        if (!nh_stored_in_slot(store, item->certificate))
            return nh_fail_nss(err, NH_NSS, "A certificate could not be stored in the profile.");
        if (item->has_key && !nh_verify_pair(store, item->certificate))
            return nh_fail(err, NH_NOT_PROVEN, NULL,
                           "The key in this PKCS#12 file does not work with its certificate "
                           "(\"%.120s\"). Nothing was installed.",
                           item->certificate->subjectName ? item->certificate->subjectName : "");
    }
    return NH_OK;
}

/* NSS has stored it under the id of its certificate, and no key had that id before. */
static void take_back_key(const struct item *item)
{
    SECKEYPrivateKey *key = PK11_FindKeyByAnyCert(item->certificate, NULL);
    if (key && !item->was_stored)
        PK11_DeleteTokenCertAndKey(item->certificate, NULL); /* and its public key */
    if (key && item->was_stored)
        PK11_DeleteTokenPrivateKey(key, PR_TRUE);
    else
        SECKEY_DestroyPrivateKey(key);
}

/* Only what was not there before. */
static void take_back(struct nh_store *store, const struct file *file)
{
    for (size_t i = 0; i < file->count; i++) {
        const struct item *item = &file->items[i];
        if (item->has_key && !item->key_was_stored)
            take_back_key(item);
        if (!item->was_stored && nh_stored_in_slot(store, item->certificate))
            SEC_DeletePermCertificate(item->certificate);
    }
}

static enum nh_status store_all(struct nh_store *store, struct file *file, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    if (is_all_known(file))
        return NH_OK;
    PORT_SetError(0);
    if (SEC_PKCS12DecoderImportBags(file->decoder) != SECSuccess)
        status = nh_fail_nss(err, NH_NSS, "The key could not be stored in the profile with its certificate.");
    if (!status)
        status = check(store, file, err);
    if (status)
        take_back(store, file);
    enum nh_status synced = nh_store_sync(store, status ? NULL : err);
    return status ? status : synced;
}

static size_t count_identities(const struct file *file)
{
    size_t count = 0;
    for (size_t i = 0; i < file->count; i++)
        count += file->items[i].has_key;
    return count;
}

/* Before anything is stored: afterwards nobody knows what was there. */
static enum nh_status look(struct nh_store *store, const struct file *file, struct nh_answers *out,
                           struct nh_error *err)
{
    out->items = calloc(count_identities(file) + 1, sizeof *out->items);
    if (!out->items)
        return nh_fail_memory(err);
    for (size_t i = 0; i < file->count; i++) {
        const struct item *item = &file->items[i];
        if (item->has_key)
            out->items[out->count++] = (struct nh_answer){
                .known = item->was_stored && item->key_was_stored,
                .renewed = item->key_was_stored && nh_stored_other(store, item->certificate),
            };
        else
            out->items[0].intermediates += !item->was_stored;
    }
    return NH_OK;
}

/* And afterwards, when they have their nicknames and chains. */
static enum nh_status describe(const struct file *file, struct nh_answers *answers,
                               struct nh_error *err)
{
    struct nh_answer *next = answers->items;
    for (size_t i = 0; i < file->count; i++) {
        if (file->items[i].has_key &&
            !(next++->identity = nh_describe(file->items[i].certificate)))
            return nh_fail_memory(err);
    }
    return NH_OK;
}

enum nh_status nh_pkcs12_import(struct nh_store *store, const void *data, size_t length,
                                const char *password, const char *language,
                                struct nh_answers *out, struct nh_error *err)
{
    struct file file = {0};
    struct nh_answers answers = {0};
    enum nh_status status = nh_pfx_open(data, length, password, &file.password, err);
    if (!status)
        status = decode(store, &file, data, length, err);
    if (!status)
        status = validate(&file, err);
    if (!status)
        status = collect(&file, err);
    if (!status)
        status = name_all(&file, language, err);
    if (!status)
        status = look(store, &file, &answers, err);
    if (!status)
        status = store_all(store, &file, err);
    if (!status)
        status = describe(&file, &answers, err);
    release(&file);
    if (status)
        nh_answers_reset(&answers);
    else
        *out = answers;
    return status;
}
