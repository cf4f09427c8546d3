/* SPDX-License-Identifier: MPL-2.0 */
/* The signer of the CA's OCSP answers: a key and its certificate, made at each start and never
 * written. */
#ifndef PORTAL_RESPONDER_H
#define PORTAL_RESPONDER_H

#include "ca.h"
#include "fault.h"

struct responder {
    X509 *certificate;
    EVP_PKEY *key;
};

bool responder_open(struct responder *responder, const struct ca *ca, enum fault fault);
void responder_close(struct responder *responder);

#endif
