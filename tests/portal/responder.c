/* SPDX-License-Identifier: MPL-2.0 */
#include "responder.h"

#include <openssl/err.h>
#include <stdio.h>

bool responder_open(struct responder *responder, const struct ca *ca, enum fault fault)
{
    *responder = (struct responder){.key = EVP_EC_gen("P-256")};
    if (responder->key)
        responder->certificate =
            ca_responder(ca, responder->key,
                         fault == FAULT_WRONG_SIGNER ? responder->key : ca->issuer_key,
                         fault != FAULT_WRONG_USE);
    if (!responder->certificate)
        ERR_print_errors_fp(stderr);
    return responder->certificate != NULL;
}

void responder_close(struct responder *responder)
{
    X509_free(responder->certificate);
    EVP_PKEY_free(responder->key);
    *responder = (struct responder){0};
}
