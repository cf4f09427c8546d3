/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/pemkeys.h"

#include "base/buf.h"
#include "formats/bundle.h"
#include "formats/certfile.h"
#include "formats/pbe.h"
#include "formats/pkcs8.h"
#include "nss/armour.h"
#include "nss/base64.h"

#include <seccomon.h>
#include <string.h>

static bool is_key(const struct nh_armour *block)
{
    static const char end[] = "PRIVATE KEY";
    size_t length = strlen(end);
    return block->label_length >= length &&
           strncmp(block->label + block->label_length - length, end, length) == 0;
}

bool nh_pemkeys_recognise(const char *text, size_t length)
{
    const char *end = text + length;
    struct nh_armour block;
    while (nh_armour_next(&text, end, &block) == NH_ARMOUR_BLOCK) {
        if (is_key(&block))
            return true;
    }
    return false;
}

/* Encrypted in a way that keys are not: what is inside is unknown. */
static enum nh_status check_block(const struct nh_armour *block, struct nh_error *err)
{
    static const char old[] = "4,ENCRYPTED";
    if (memmem(block->body, block->length, old, strlen(old)))
        return nh_fail(
            err, NH_BAD_DATA, NULL,
            "The key in this file is encrypted in an old and weak way (Proc-Type: 4,ENCRYPTED). "
            "Encrypt it again: \"openssl pkcs8 -topk8 -in FILE -out NEW\". Then import NEW "
            "together with the file of the certificate.");
    if (nh_armour_is(block, "OPENSSH PRIVATE KEY"))
        return nh_fail(err, NH_BAD_DATA, NULL,
                       "This is an SSH key, which has no certificate that browsers use.");
    return NH_OK;
}

static enum nh_status read_key(const struct nh_armour *block, const struct nh_opening *opening,
                               unsigned long *rounds, struct nh_bundle *bundle,
                               struct nh_error *err)
{
    struct nh_buf der = {.secret = true};
    struct nh_pkcs8 *key = NULL;
    if (!opening->password && nh_armour_is(block, "ENCRYPTED PRIVATE KEY"))
        return nh_pbe_fail_waiting(err);
    enum nh_status status = nh_base64_decode(block->body, block->length, &der, err);
    SECItem item = {siBuffer, der.data, (unsigned)der.length};
    enum nh_pkcs8_form form = status ? NH_PKCS8_NONE : nh_pkcs8_recognise(der.data, der.length);
    if (status == NH_BAD_DATA || (!status && !form))
        status = nh_fail(err, NH_BAD_DATA, NULL, "The key in this file is damaged or cut off.");
    if (!status)
        status = nh_pkcs8_read(form, &item, opening, rounds, &key, err);
    if (!status)
        status = nh_bundle_add_key(bundle, &key, form, err);
    nh_buf_reset(&der);
    return status;
}

static enum nh_status check_blocks(const char *at, const char *end, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    struct nh_armour block;
    enum nh_armour_found found = NH_ARMOUR_NONE;
    while (!status && (found = nh_armour_next(&at, end, &block)) == NH_ARMOUR_BLOCK) {
        if (is_key(&block))
            status = check_block(&block, err);
    }
    if (!status && found == NH_ARMOUR_CUT)
        status = nh_fail(err, NH_BAD_DATA, NULL, "This file is cut off.");
    return status;
}

static enum nh_status add_certificates(const char *text, size_t length, struct nh_bundle *bundle,
                                       struct nh_error *err)
{
    struct nh_bufs certificates = {0};
    enum nh_status status = nh_certfile_read(text, length, &certificates, err);
    if (status == NH_NO_CERTIFICATE) /* it may be in another file */
        status = NH_OK;
    if (!status)
        status = nh_bundle_add_all(bundle, &certificates, err);
    nh_bufs_reset(&certificates);
    return status;
}

enum nh_status nh_pemkeys_read(const char *text, size_t length, const struct nh_opening *opening,
                               struct nh_bundle *bundle, struct nh_error *err)
{
    const char *at = text, *end = text + length;
    struct nh_armour block;
    unsigned long rounds = 0;
    enum nh_status status = check_blocks(text, end, err);
    if (!status)
        status = add_certificates(text, length, bundle, err);
    while (!status && nh_armour_next(&at, end, &block) == NH_ARMOUR_BLOCK) {
        if (is_key(&block))
            status = read_key(&block, opening, &rounds, bundle, err);
    }
    return status;
}
