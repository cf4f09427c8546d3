/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/settings.h"

#include "formats/plist.h"
#include "formats/xmltree.h"
#include "nss/base64.h"
#include "nss/der.h"

#include <secasn1.h>
#include <secitem.h>
#include <string.h>

/* SignedData, RFC 5652 section 5.1, up to the signed content */
struct signed_data {
    SECItem type, version, **hashes, content_type, content;
};
static const SEC_ASN1Template any_template[] = {{SEC_ASN1_ANY, 0, NULL, sizeof(SECItem)}};
static const SEC_ASN1Template octets_template[] = {
    {SEC_ASN1_OCTET_STRING, 0, NULL, sizeof(SECItem)},
};
static const SEC_ASN1Template content_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, 0},
    {SEC_ASN1_OBJECT_ID, offsetof(struct signed_data, content_type), NULL, 0},
    {SEC_ASN1_EXPLICIT | SEC_ASN1_CONSTRUCTED | SEC_ASN1_CONTEXT_SPECIFIC | 0,
     offsetof(struct signed_data, content), octets_template, 0},
    {0, 0, NULL, 0},
};
static const SEC_ASN1Template signed_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct signed_data)},
    {SEC_ASN1_INTEGER, offsetof(struct signed_data, version), NULL, 0},
    {SEC_ASN1_SET_OF, offsetof(struct signed_data, hashes), any_template, 0},
    {SEC_ASN1_INLINE, 0, content_template, 0},
    {SEC_ASN1_SKIP_REST, 0, NULL, 0},
    {0, 0, NULL, 0},
};
static const SEC_ASN1Template message_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct signed_data)},
    {SEC_ASN1_OBJECT_ID, offsetof(struct signed_data, type), NULL, 0},
    {SEC_ASN1_EXPLICIT | SEC_ASN1_CONSTRUCTED | SEC_ASN1_CONTEXT_SPECIFIC | 0, 0, signed_template,
     0},
    {0, 0, NULL, 0},
};

static enum nh_status parse_signed(const void *data, size_t length, struct nh_xml **root,
                                   struct nh_error *err)
{
    SECItem der = {siBuffer, (unsigned char *)data, (unsigned)length};
    struct signed_data message = {.version = {0}};
    PLArenaPool *arena = PORT_NewArena(SEC_ASN1_DEFAULT_ARENA_SIZE);
    if (!arena)
        return nh_fail_memory(err);
    enum nh_status status =
        SEC_ASN1DecodeItem(arena, &message, message_template, &der) == SECSuccess &&
                message.content.len
            ? nh_xml_parse(message.content.data, message.content.len, root, err)
            : nh_fail(err, NH_BAD_DATA, NULL, "This signed .mobileconfig can't be read.");
    PORT_FreeArena(arena, PR_TRUE);
    return status;
}

enum nh_status nh_settings_parse(const void *data, size_t length, struct nh_xml **root,
                                 struct nh_error *err)
{
    if (length > NH_XML_MAX)
        return nh_fail(
            err, NH_TOO_LARGE, NULL,
            "This file is larger than %zu KiB, so it does not hold the settings of a network.",
            NH_XML_MAX >> 10);
    return nh_der_begins(data, length) ? parse_signed(data, length, root, err)
                                       : nh_xml_parse(data, length, root, err);
}

/* NULL for another document. */
static const char *kind_of(const struct nh_xml *root)
{
    return strcmp(root->name, "EAPIdentityProviderList") == 0 ? ".eap-config"
           : nh_plist_payloads(root)                          ? ".mobileconfig"
                                                              : NULL;
}

/* A quick test, which needs no parser for other files. */
static bool may_be(const void *data, size_t length)
{
    return nh_der_begins(data, length) || (length && memchr(data, '<', length));
}

bool nh_settings_recognise(const void *data, size_t length)
{
    struct nh_xml *root = NULL;
    bool good = may_be(data, length) && !nh_settings_parse(data, length, &root, NULL) &&
                kind_of(root) != NULL;
    nh_xml_free(&root);
    return good;
}

void nh_settings_reset(struct nh_settings *settings)
{
    nh_buf_reset(&settings->pkcs12);
    nh_buf_reset(&settings->passphrase);
    *settings = (struct nh_settings){0};
}

/* Take the one PKCS#12 file. Several different ones are ambiguous; the same one may be listed for
   several methods or networks. */
static enum nh_status take(struct nh_settings *out, const char *base64, const char *passphrase,
                           struct nh_error *err)
{
    struct nh_buf bytes = {0};
    enum nh_status status = nh_base64_decode(base64, strlen(base64), &bytes, err);
    if (status == NH_BAD_DATA)
        status = nh_fail(err, NH_BAD_DATA, NULL,
                         "The base64 of the PKCS#12 in this %s is damaged or cut off.", out->kind);
    bool is_same = out->pkcs12.length == bytes.length && bytes.length &&
                   memcmp(out->pkcs12.data, bytes.data, bytes.length) == 0;
    if (!status && out->pkcs12.length && !is_same)
        status = nh_fail(err, NH_BAD_DATA, NULL, "This %s has several personal certificates in it.",
                         out->kind);
    if (!status && !is_same)
        status = nh_buf_append(&out->pkcs12, bytes.data, bytes.length, err);
    out->passphrase.secret = true;
    if (!status && passphrase && !out->passphrase.length)
        status = nh_buf_append(&out->passphrase, passphrase, strlen(passphrase) + 1, err);
    nh_buf_reset(&bytes);
    return status;
}

static const char *text_at(const struct nh_xml *element, const char *way)
{
    const struct nh_xml *found = nh_xml_at(element, way);
    return found ? found->text : NULL;
}

static enum nh_status take_eap(const struct nh_xml *root, struct nh_settings *out,
                               struct nh_error *err)
{
    const struct nh_xml *methods =
        nh_xml_at(root, "EAPIdentityProvider/AuthenticationMethods/AuthenticationMethod");
    enum nh_status status = NH_OK;
    for (; !status && methods; methods = nh_xml_find(methods->next, "AuthenticationMethod")) {
        const struct nh_xml *client = nh_xml_at(methods, "ClientSideCredential");
        const char *base64 = text_at(client, "ClientCertificate");
        if (base64)
            status = take(out, base64, text_at(client, "Passphrase"), err);
    }
    return status;
}

static enum nh_status take_apple(const struct nh_xml *root, struct nh_settings *out,
                                 struct nh_error *err)
{
    const struct nh_xml *payload = nh_plist_payloads(root);
    enum nh_status status = NH_OK;
    for (; !status && (payload = nh_xml_find(payload, "dict")); payload = payload->next) {
        const struct nh_xml *data = nh_plist_value(payload, "PayloadContent", "data");
        const struct nh_xml *password = nh_plist_value(payload, "Password", "string");
        if (data && strcmp(nh_plist_text(payload, "PayloadType"), "com.apple.security.pkcs12") == 0)
            status = take(out, data->text, password ? password->text : NULL, err);
    }
    return status;
}

enum nh_status nh_settings_read(const void *data, size_t length, struct nh_settings *out,
                                struct nh_error *err)
{
    struct nh_settings read = {0};
    struct nh_xml *root = NULL;
    enum nh_status status = nh_settings_parse(data, length, &root, err);
    if (!status && !(read.kind = kind_of(root)))
        status =
            nh_fail(err, NH_BAD_DATA, NULL, "This file does not hold the settings of a network.");
    if (!status)
        status = strcmp(root->name, "plist") == 0 ? take_apple(root, &read, err)
                                                  : take_eap(root, &read, err);
    nh_xml_free(&root);
    if (status)
        nh_settings_reset(&read);
    else
        *out = read;
    return status;
}
