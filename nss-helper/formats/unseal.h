/* SPDX-License-Identifier: MPL-2.0 */
/* Decrypt data encrypted under a password (RFC 8018, RFC 7292 appendix B). */
#ifndef NH_FORMATS_UNSEAL_H
#define NH_FORMATS_UNSEAL_H

#include "base/status.h"

typedef struct SECAlgorithmIDStr SECAlgorithmID;
typedef struct SECItemStr SECItem;
struct nh_buf;

/*
 * Decrypt the bytes into `out`, which must be empty; nh_buf_reset zeroes it. The password is UTF-8;
 * it is tried in each encoding that programs use with the algorithm. The result must be one element
 * of BER, otherwise the password counts as wrong. `what` begins the message ("The key in this
 * file"); *rounds as in nh_pbe_check. Needs an open store.
 *
 * NH_PASSWORD; NH_BAD_DATA when it requires too much work, or an algorithm that NSS does not have,
 * which the message names.
 */
enum nh_status nh_unseal(const SECAlgorithmID *algorithm, const SECItem *bytes,
                         const char *password, const char *what, unsigned long *rounds,
                         struct nh_buf *out, struct nh_error *err);

#endif
