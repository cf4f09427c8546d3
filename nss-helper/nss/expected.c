/* SPDX-License-Identifier: MPL-2.0 */
#include "nss/expected.h"

#include <cert.h>
#include <secitem.h>
#include <stdlib.h>

static struct nh_expected_item *find(const struct nh_expected *expected,
                                     CERTCertificate *certificate)
{
    for (size_t i = 0; i < expected->count; i++) {
        struct nh_expected_item *item = &expected->items[i];
        if (SECITEM_ItemsAreEqual(&item->certificate->derCert, &certificate->derCert))
            return item;
    }
    return NULL;
}

/* The reference keeps the certificate in NSS's memory, where NSS finds it for the chains of
   others. */
bool nh_expected_add(struct nh_expected *expected, CERTCertificate *certificate, bool has_key)
{
    struct nh_expected_item *item = find(expected, certificate);
    if (item) {
        item->has_key |= has_key;
        return true;
    }
    item = reallocarray(expected->items, expected->count + 1, sizeof *item);
    if (!item)
        return false;
    expected->items = item;
    item[expected->count++] = (struct nh_expected_item){CERT_DupCertificate(certificate), has_key};
    return true;
}

bool nh_expected_has(const struct nh_expected *expected, CERTCertificate *certificate,
                     bool with_key)
{
    const struct nh_expected_item *item = find(expected, certificate);
    return item && (item->has_key || !with_key);
}

bool nh_expected_key(const struct nh_expected *expected, CERTCertificate *certificate, bool another)
{
    for (size_t i = 0; i < expected->count; i++) {
        const struct nh_expected_item *item = &expected->items[i];
        bool itself = SECITEM_ItemsAreEqual(&item->certificate->derCert, &certificate->derCert);
        if (item->has_key && !(another && itself) &&
            SECITEM_ItemsAreEqual(&item->certificate->derPublicKey, &certificate->derPublicKey))
            return true;
    }
    return false;
}

void nh_expected_reset(struct nh_expected *expected)
{
    for (size_t i = 0; i < expected->count; i++)
        CERT_DestroyCertificate(expected->items[i].certificate);
    free(expected->items);
    *expected = (struct nh_expected){0};
}
