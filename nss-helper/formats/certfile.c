/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/certfile.h"

#include "base/buf.h"
#include "formats/pfx.h"
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
    return nh_fail(err, NH_NO_CERTIFICATE, NULL, "There is no certificate in it.");
}

/* CERT_DecodeCertPackage hands over copies that live until the callback returns. */
static SECStatus collect(void *context, SECItem **certificates, int count)
{
    struct nh_bufs *out = context;
    for (int i = 0; i < count; i++) {
        if (out->count == NH_CERTFILE_MAX_CERTS ||
            !nh_bufs_add(out, certificates[i]->data, certificates[i]->len))
            return SECFailure;
    }
    return SECSuccess;
}

static bool is_space(unsigned char byte)
{
    return byte == '\n' || byte == '\r' || byte == ' ' || byte == '\0';
}

/* A script that printed the DER added a line end. */
static size_t without_spaces(const unsigned char *data, size_t length)
{
    size_t end = length, outer = nh_der_length(data, length);
    while (outer && end > outer && is_space(data[end - 1]))
        end--;
    return end;
}

/* One X.509 certificate, PKCS#7 or Netscape sequence in DER. */
static enum nh_status read_der(const unsigned char *data, size_t length, struct nh_bufs *out,
                               struct nh_error *err)
{
    size_t before = out->count;
    length = length ? without_spaces(data, length) : 0;
    if (nh_pfx_recognise(data, length))
        return nh_fail(
            err, NH_BAD_DATA, NULL,
            "This is a PKCS#12 file (.p12, .pfx). With its password, nss-helper import "
            "takes it, and so does Firefox: Settings › Privacy & Security › Certificates › "
            "Manage certificates › Import.");
    if (length < 2 || length > INT_MAX || *data != (SEC_ASN1_SEQUENCE | SEC_ASN1_CONSTRUCTED))
        return nothing_found(err);
    PORT_SetError(0);
    SECStatus rv = CERT_DecodeCertPackage((char *)data, (int)length, collect, out);
    if (rv != SECSuccess && out->count == NH_CERTFILE_MAX_CERTS)
        return nh_fail(err, NH_BAD_DATA, NULL, "There are more than %d certificates in this file.",
                       NH_CERTFILE_MAX_CERTS);
    if (rv != SECSuccess)
        return nh_fail_nss(err, NH_BAD_DATA,
                           "The certificate file is damaged or of no known kind.");
    for (size_t i = before; i < out->count; i++) {
        CERTCertificate *certificate = nh_certfile_decode(&out->items[i]);
        if (!certificate)
            return nh_fail_nss(err, NH_BAD_DATA, "A certificate in it is damaged.");
        CERT_DestroyCertificate(certificate);
    }
    return out->count > before ? NH_OK : nothing_found(err);
}

static enum nh_status read_base64(const char *text, size_t length, struct nh_bufs *out,
                                  struct nh_error *err)
{
    struct nh_buf der = {0};
    enum nh_status status = nh_base64_decode(text, length, &der)
                                ? read_der(der.data, der.length, out, err)
                                : nothing_found(err);
    nh_buf_reset(&der);
    return status;
}

/* The labels of RFC 7468, and what OpenSSL and Netscape wrote before it. */
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
            status = nh_fail(err, NH_BAD_DATA, NULL, "A certificate in it is damaged.");
        any = true;
    }
    if (!status && found == NH_ARMOUR_CUT)
        return nh_fail(err, NH_BAD_DATA, NULL, "The certificate file is cut off.");
    return status || any ? status : nothing_found(err);
}

/* DER that a server took for Latin-1 text and wrote as UTF-8: 30 C2 82 …. */
static bool undo_utf8(const unsigned char *data, size_t length, struct nh_buf *out)
{
    if (length < 3 || data[0] != 0x30 || data[1] != 0xc2 || data[2] < 0x80)
        return false;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = data[i];
        if (byte >= 0x80) {
            if ((byte != 0xc2 && byte != 0xc3) || i + 1 == length || (data[i + 1] & 0xc0) != 0x80)
                return false;
            byte = (unsigned char)((byte & 3) << 6 | (data[++i] & 0x3f));
        }
        if (!nh_buf_add(out, &byte, 1))
            return false;
    }
    return true;
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

enum nh_status nh_certfile_read(const void *data, size_t length, struct nh_bufs *out,
                                struct nh_error *err)
{
    const unsigned char *bytes = data;
    struct nh_buf plain = {0};
    enum nh_status status;
    if (undo_utf8(bytes, length, &plain))
        status = read_der(plain.data, plain.length, out, err);
    else if (nh_der_begins(data, length))
        status = read_der(bytes, length, out, err);
    else
        status = read_text(data, length, out, err);
    if (status)
        nh_bufs_reset(out);
    nh_buf_reset(&plain);
    return status;
}

CERTCertificate *nh_certfile_decode(const struct nh_buf *der)
{
    SECItem item = {siDERCertBuffer, der->data, (unsigned)der->length};
    return CERT_NewTempCertificate(CERT_GetDefaultCertDB(), &item, NULL, PR_FALSE, PR_TRUE);
}
