/* SPDX-License-Identifier: MPL-2.0 */
/* What is shown of a certificate, and how it is sent. */
#ifndef PORTAL_CERTIFICATE_H
#define PORTAL_CERTIFICATE_H

#include "options.h"

#include <openssl/x509.h>
#include <stdbool.h>
#include <time.h>

#define SERIAL_SIZE 64

struct certificate_info {
    char cn[128], email[128], issuer[128];
    char serial_hex[SERIAL_SIZE]; /* 01:AF:… */
    char serial_decimal[128];
    char serial[SERIAL_SIZE]; /* 01af…, for the log and the store */
    char fingerprint[96];     /* SHA-256, AA:BB:… */
    char sha256[65];
    time_t from, to;
};

/* 01af… */
bool certificate_serial(const ASN1_INTEGER *serial, char plain[SERIAL_SIZE]);

bool certificate_describe(X509 *certificate, struct certificate_info *info);
bool certificate_describe_der(const unsigned char *der, int length, struct certificate_info *info);

/* Certificates only, in PKCS#7 in DER: its length, or -1. Either may be NULL. Free *der with
 * OPENSSL_free. */
int certificate_pack(X509 *first, X509 *second, unsigned char **der);

/* The CA's answer: its length, or -1. Free *answer with OPENSSL_free. */
int certificate_encode(X509 *certificate, X509 *issuer, enum answer_kind kind,
                       unsigned char **answer);

#endif
