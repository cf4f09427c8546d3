/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/certfile.h"

#include "base/buf.h"
#include "base/language.h"
#include "formats/otherkind.h"
#include "formats/pfx.h"
#include "formats/plain.h"
#include "nss/armour.h"
#include "nss/base64.h"
#include "nss/der.h"
#include "nss/store.h"

#include <cert.h>
#include <certdb.h>
#include <limits.h>
#include <secasn1t.h>
#include <secerr.h>
#include <secitem.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static enum nh_status nothing_found(struct nh_error *err)
{
    return nh_fail(err, NH_NO_CERTIFICATE, NULL, "There is no certificate in this file.");
}

/* The copies of CERT_DecodeCertPackage are freed after the callback. */
static SECStatus collect(void *context, SECItem **certificates, int count)
{
    struct nh_bufs *out = context;
    for (int i = 0; i < count; i++) {
        if (out->count == NH_CERTFILE_MAX_CERTS ||
            !nh_bufs_add(out, certificates[i]->data, certificates[i]->len)) {
            PORT_SetError(out->count < NH_CERTFILE_MAX_CERTS ? SEC_ERROR_NO_MEMORY : 0);
            return SECFailure;
        }
    }
    return SECSuccess;
}

static bool is_space(unsigned char byte)
{
    return byte == '\n' || byte == '\r' || byte == ' ' || byte == '\0';
}

/* Drop a line end that a script printed after the DER. */
static enum nh_status cut_spaces(const unsigned char *data, size_t *length, struct nh_error *err)
{
    size_t outer = 0;
    enum nh_status status = nh_der_length(data, *length, &outer, err);
    while (outer && *length > outer && is_space(data[*length - 1]))
        (*length)--;
    return status;
}

/* One X.509 certificate, PKCS#7 or Netscape sequence in DER. */
static enum nh_status read_der(const unsigned char *data, size_t length, struct nh_bufs *out,
                               struct nh_error *err)
{
    size_t before = out->count;
    enum nh_status status = cut_spaces(data, &length, err);
    if (status)
        return status;
    if (nh_pfx_recognise(data, length))
        return nh_fail(
            err, NH_BAD_DATA, NULL,
            "This is a PKCS#12 file (.p12, .pfx). Import it with its password: nss-helper import "
            "FILE, or in Firefox: Settings › Privacy and security › Certificates › Manage "
            "certificates › Your Certificates › Import…");
    if (length < 2 || length > INT_MAX || *data != (SEC_ASN1_SEQUENCE | SEC_ASN1_CONSTRUCTED))
        return nothing_found(err);
    PORT_SetError(0);
    SECStatus rv = CERT_DecodeCertPackage((char *)data, (int)length, collect, out);
    if (rv != SECSuccess && out->count == NH_CERTFILE_MAX_CERTS)
        return nh_fail(err, NH_BAD_DATA, NULL, "There are more than %d certificates in this file.",
                       NH_CERTFILE_MAX_CERTS);
    if (rv != SECSuccess)
        return nh_fail_nss(err, NH_BAD_DATA,
                           "The certificate file is damaged, or its format is unknown.");
    PORT_SetError(0);
    for (size_t i = before; i < out->count; i++) {
        CERTCertificate *certificate = nh_certfile_decode(&out->items[i]);
        if (!certificate)
            return nh_fail_nss(err, NH_BAD_DATA, "A certificate in this file is damaged.");
        CERT_DestroyCertificate(certificate);
    }
    return out->count > before ? NH_OK : nothing_found(err);
}

static enum nh_status read_base64(const char *text, size_t length, struct nh_bufs *out,
                                  struct nh_error *err)
{
    struct nh_buf der = {0};
    enum nh_status status = nh_base64_decode(text, length, &der, err);
    if (!status)
        status = read_der(der.data, der.length, out, err);
    else if (status == NH_BAD_DATA)
        status = nothing_found(err);
    nh_buf_reset(&der);
    return status;
}

/* The labels of RFC 7468, and those of older OpenSSL and Netscape. */
static bool is_certificate(const struct nh_armour *block)
{
    static const char *const labels[] = {"CERTIFICATE", "X509 CERTIFICATE", "PKCS7",
                                         "PKCS #7 SIGNED DATA", "CMS"};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        if (nh_armour_is(block, labels[i]))
            return true;
    }
    return false;
}

static enum nh_status read_pem(const char *at, const char *end, struct nh_bufs *out,
                               struct nh_error *err)
{
    enum nh_status status = NH_OK;
    enum nh_armour_found found = NH_ARMOUR_NONE;
    struct nh_armour block;
    bool any = false;
    while (!status && (found = nh_armour_next(&at, end, &block)) == NH_ARMOUR_BLOCK) {
        if (!is_certificate(&block))
            continue;
        status = read_base64(block.body, block.length, out, err);
        if (status == NH_NO_CERTIFICATE)
            status = nh_fail(err, NH_BAD_DATA, NULL, "A certificate in this file is damaged.");
        any = true;
    }
    if (!status && found == NH_ARMOUR_CUT)
        return nh_fail(err, NH_BAD_DATA, NULL, "The certificate file is cut off.");
    return status || any ? status : nothing_found(err);
}

/* Undo a server's conversion of DER from Latin-1 to UTF-8 (30 C2 82 …). `out` stays empty for other
   data. */
static enum nh_status undo_utf8(const unsigned char *data, size_t length, struct nh_buf *out,
                                struct nh_error *err)
{
    if (length < 3 || data[0] != 0x30 || data[1] != 0xc2 || data[2] < 0x80)
        return NH_OK;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = data[i];
        if (byte >= 0x80) {
            if ((byte != 0xc2 && byte != 0xc3) || i + 1 == length || (data[i + 1] & 0xc0) != 0x80) {
                nh_buf_reset(out);
                return NH_OK;
            }
            byte = (unsigned char)((byte & 3) << 6 | (data[++i] & 0x3f));
        }
        if (!nh_buf_add(out, &byte, 1))
            return nh_fail_memory(err);
    }
    return NH_OK;
}

static enum nh_status read_text(const char *text, size_t length, struct nh_bufs *out,
                                struct nh_error *err)
{
    static const char begin[] = "-----BEGIN ";
    if (length && memmem(text, length, begin, strlen(begin)))
        return read_pem(text, text + length, out, err);
    while (length && is_space((unsigned char)text[length - 1]))
        length--;
    return read_base64(text, length, out, err);
}

static enum nh_status read_once(const void *data, size_t length, struct nh_bufs *out,
                                struct nh_error *err)
{
    struct nh_plain plain = {NULL, 0, {0}};
    struct nh_buf der = {0};
    enum nh_status status = nh_plain_open(data, length, &plain, err);
    if (!status)
        status = undo_utf8(plain.data, plain.length, &der, err);
    if (status)
        ; /* no memory */
    else if (der.length)
        status = read_der(der.data, der.length, out, err);
    else if (nh_der_begins(plain.data, plain.length))
        status = read_der(plain.data, plain.length, out, err);
    else
        status = read_text(plain.data, plain.length, out, err);
    if (status)
        nh_bufs_reset(out);
    const char *kind = nh_certfile_gives_up(status) ? nh_otherkind(plain.data, plain.length) : NULL;
    if (kind)
        status = nh_fail(err, NH_NO_CERTIFICATE, NULL, "%s", _(kind));
    nh_buf_reset(&der);
    nh_plain_reset(&plain);
    return status;
}

bool nh_certfile_gives_up(enum nh_status status)
{
    return status == NH_BAD_DATA || status == NH_NO_CERTIFICATE;
}

enum nh_status nh_certfile_read(const void *data, size_t length, struct nh_bufs *out,
                                struct nh_error *err)
{
    enum nh_status status = read_once(data, length, out, err);
    if (!nh_certfile_gives_up(status))
        return status;
    return nh_buf_has_memory() ? read_once(data, length, out, err) : nh_fail_memory(err);
}

CERTCertificate *nh_certfile_decode(const struct nh_buf *der)
{
    SECItem item = {siDERCertBuffer, der->data, (unsigned)der->length};
    return CERT_NewTempCertificate(CERT_GetDefaultCertDB(), &item, NULL, PR_FALSE, PR_TRUE);
}
