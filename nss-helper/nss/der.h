/* SPDX-License-Identifier: MPL-2.0 */
/* The outermost element of DER or BER (X.690). */
#ifndef NH_NSS_DER_H
#define NH_NSS_DER_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

/* Whether the data begins like a SEQUENCE of more than 127 bytes, which no ASCII text does. */
bool nh_der_begins(const void *data, size_t length);

/* The length in bytes of the first element; 0 when there is none or it is cut off. NH_SYSTEM is the
   only error. */
enum nh_status nh_der_length(const void *data, size_t length, size_t *out, struct nh_error *err);

/* Skip spaces and line ends before the data, which some scripts print. Returns the new start and
   reduces *length. */
const void *nh_der_after_blanks(const void *data, size_t *length);

#endif
