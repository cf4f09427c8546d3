/* SPDX-License-Identifier: MPL-2.0 */
#include "crl.h"

#include "revocation.h"

#include <openssl/x509v3.h>

static bool set_serial(X509_REVOKED *entry, const char *serial)
{
    BIGNUM *number = NULL;
    ASN1_INTEGER *integer = BN_hex2bn(&number, serial) ? BN_to_ASN1_INTEGER(number, NULL) : NULL;
    bool good = integer && X509_REVOKED_set_serialNumber(entry, integer);

    ASN1_INTEGER_free(integer);
    BN_free(number);
    return good;
}

static bool set_date(X509_REVOKED *entry, time_t when)
{
    ASN1_TIME *date = ASN1_TIME_set(NULL, when);
    bool good = date && X509_REVOKED_set_revocationDate(entry, date);

    ASN1_TIME_free(date);
    return good;
}

/* RFC 5280 5.3.1: no reason rather than "unspecified". */
static bool set_reason(X509_REVOKED *entry, int code)
{
    if (!code)
        return true;
    ASN1_ENUMERATED *reason = ASN1_ENUMERATED_new();
    bool good = reason && ASN1_ENUMERATED_set(reason, code) &&
                X509_REVOKED_add1_ext_i2d(entry, NID_crl_reason, reason, 0, 0) == 1;

    ASN1_ENUMERATED_free(reason);
    return good;
}

static bool add_entry(void *context, const char *serial, const struct revocation *revocation)
{
    X509_CRL *crl = context;
    X509_REVOKED *entry = X509_REVOKED_new();

    if (entry && set_serial(entry, serial) && set_date(entry, revocation->due) &&
        set_reason(entry, revocation->reason->code) && X509_CRL_add0_revoked(crl, entry))
        return true;
    X509_REVOKED_free(entry);
    return false;
}

static bool add_issuer_key(X509_CRL *crl, X509 *issuer)
{
    X509V3_CTX context;

    X509V3_set_ctx(&context, issuer, NULL, NULL, crl, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, NID_authority_key_identifier,
                                                    "keyid:always");
    bool good = extension && X509_CRL_add_ext(crl, extension, -1);
    X509_EXTENSION_free(extension);
    return good;
}

/* The number must grow from one list to the next: it is the time in milliseconds. */
static bool add_number(X509_CRL *crl)
{
    struct timespec now;
    ASN1_INTEGER *number = ASN1_INTEGER_new();

    clock_gettime(CLOCK_REALTIME, &now);
    bool good = number &&
                ASN1_INTEGER_set_uint64(number, (uint64_t)now.tv_sec * 1000 +
                                                    (uint64_t)now.tv_nsec / 1000000) &&
                X509_CRL_add1_ext_i2d(crl, NID_crl_number, number, 0, 0) == 1;
    ASN1_INTEGER_free(number);
    return good;
}

static bool set_times(X509_CRL *crl, const struct status_options *options, time_t now)
{
    bool stale = options->crl == FAULT_STALE;
    ASN1_TIME *this = ASN1_TIME_set(NULL, stale ? now - 3 * DAY : now);
    ASN1_TIME *next = ASN1_TIME_set(NULL, stale ? now - 2 * DAY : now + options->lifetime);
    bool good = this && next && X509_CRL_set1_lastUpdate(crl, this) &&
                X509_CRL_set1_nextUpdate(crl, next);

    ASN1_TIME_free(this);
    ASN1_TIME_free(next);
    return good;
}

int crl_encode(const struct portal *portal, unsigned char **der)
{
    const struct ca *ca = &portal->ca;
    EVP_PKEY *key = portal->options.status.crl == FAULT_WRONG_SIGNER ? portal->responder.key
                                                                     : ca->issuer_key;
    X509_CRL *crl = X509_CRL_new();
    time_t now = time(NULL);
    int length = -1;

    *der = NULL;
    if (crl && X509_CRL_set_version(crl, X509_CRL_VERSION_2) &&
        X509_CRL_set_issuer_name(crl, X509_get_subject_name(ca->issuer)) &&
        set_times(crl, &portal->options.status, now) &&
        revocation_each(portal->store, now, add_entry, crl) && add_issuer_key(crl, ca->issuer) &&
        add_number(crl) && X509_CRL_sort(crl) && X509_CRL_sign(crl, key, EVP_sha256()))
        length = i2d_X509_CRL(crl, der);
    X509_CRL_free(crl);
    return length;
}
