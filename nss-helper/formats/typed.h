/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A value with an OID for its type: the structure shared by ContentInfo, CertBag and SafeBag in
 * PKCS#12 (RFC 7292 sections 4, 4.2 and 4.2.3). Kinds are SECOidTag values (SEC_OID_…). All results
 * are allocated in the arena.
 */
#ifndef NH_FORMATS_TYPED_H
#define NH_FORMATS_TYPED_H

#include <stdbool.h>

typedef struct PLArenaPool PLArenaPool;
typedef struct SECItemStr SECItem;
struct nh_typed;

/* Read one in BER or DER. NULL on failure, with NSS's error set. */
struct nh_typed *nh_typed_read(PLArenaPool *arena, const SECItem *ber);

/* Read a SEQUENCE of them: *out ends with NULL, or is NULL for an empty one. False on failure, with
   NSS's error set. */
bool nh_typed_list(PLArenaPool *arena, const SECItem *ber, struct nh_typed ***out);

int nh_typed_kind(const struct nh_typed *typed);
const SECItem *nh_typed_value(const struct nh_typed *typed); /* empty without one */

/* Read the bytes of an OCTET STRING. False on failure, with NSS's error set. */
bool nh_typed_octets(PLArenaPool *arena, const SECItem *ber, SECItem *out);

/* Write one in DER; `attributes` ends with NULL, or is NULL. NULL on failure, and for a NULL value,
   so that calls can be nested. */
SECItem *nh_typed_write(PLArenaPool *arena, int kind, const SECItem *value, SECItem **attributes);

/* The same for an OCTET STRING of these bytes, and for a SEQUENCE of the items of `list`, which
   ends with NULL. */
SECItem *nh_typed_write_octets(PLArenaPool *arena, const SECItem *bytes);
SECItem *nh_typed_write_list(PLArenaPool *arena, SECItem **list);

#endif
