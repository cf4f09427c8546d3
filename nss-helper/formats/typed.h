/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A value, and of which kind it is: what PKCS#12 is made of. Its ContentInfo, CertBag and SafeBag
 * (RFC 7292 sections 4, 4.2 and 4.2.3) are the same. Kinds are NSS's, SEC_OID_…; what is read or
 * written lies in the arena.
 */
#ifndef NH_FORMATS_TYPED_H
#define NH_FORMATS_TYPED_H

#include <stdbool.h>

typedef struct PLArenaPool PLArenaPool;
typedef struct SECItemStr SECItem;
struct nh_typed;

/* Read one, in BER or DER. NULL, with NSS's error. */
struct nh_typed *nh_typed_read(PLArenaPool *arena, const SECItem *ber);

/* Read a SEQUENCE of them: *out ends with NULL, or is NULL where there is none. False, with NSS's
   error. */
bool nh_typed_list(PLArenaPool *arena, const SECItem *ber, struct nh_typed ***out);

int nh_typed_kind(const struct nh_typed *typed);
const SECItem *nh_typed_value(const struct nh_typed *typed); /* empty where it has none */

/* The bytes of an OCTET STRING. False, with NSS's error. */
bool nh_typed_octets(PLArenaPool *arena, const SECItem *ber, SECItem *out);

/* Write one in DER; `attributes` ends with NULL, or is NULL. NULL, also for a value that is NULL:
   something of it could not be written. */
SECItem *nh_typed_write(PLArenaPool *arena, int kind, const SECItem *value, SECItem **attributes);

/* The same for an OCTET STRING of these bytes, and for a SEQUENCE of what `list`, which ends with
   NULL, points to. */
SECItem *nh_typed_write_octets(PLArenaPool *arena, const SECItem *bytes);
SECItem *nh_typed_write_list(PLArenaPool *arena, SECItem **list);

#endif
