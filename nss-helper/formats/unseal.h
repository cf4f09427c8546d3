/* SPDX-License-Identifier: MPL-2.0 */
/* What came encrypted under a password (RFC 8018, RFC 7292 appendix B), decrypted. */
#ifndef NH_FORMATS_UNSEAL_H
#define NH_FORMATS_UNSEAL_H

#include "base/status.h"

typedef struct SECAlgorithmIDStr SECAlgorithmID;
typedef struct SECItemStr SECItem;
struct nh_buf;

/*
 * Decrypt the bytes into `out`, which is empty; nh_buf_reset zeroes it. The password is UTF-8, and
 * tried in each form that programs have used with the algorithm. What comes out is one element of
 * BER, or the form was a wrong one. `what` begins the sentence ("The key in this file"), and
 * `rounds` adds up as nh_pbe_check does. Needs an open store.
 *
 * NH_PASSWORD, and NH_BAD_DATA when it asks for too much work, or by an algorithm that NSS does
 * not have: it is named.
 */
enum nh_status nh_unseal(const SECAlgorithmID *algorithm, const SECItem *bytes,
                         const char *password, const char *what, unsigned long *rounds,
                         struct nh_buf *out, struct nh_error *err);

#endif
