/* SPDX-License-Identifier: MPL-2.0 */
/* The outermost element of DER or BER (X.690). */
#ifndef NH_NSS_DER_H
#define NH_NSS_DER_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

/* Does it begin as a SEQUENCE of more than 127 bytes, as no text can? */
bool nh_der_begins(const void *data, size_t length);

/* The length of the first element; 0 when there is none, or it is cut off. Fails without memory
   only. */
enum nh_status nh_der_length(const void *data, size_t length, size_t *out, struct nh_error *err);

/* Where it begins behind blank lines that a script has printed before it; *length is what is left.
 */
const void *nh_der_after_blanks(const void *data, size_t *length);

#endif
