/* SPDX-License-Identifier: MPL-2.0 */
/* What a CA wants of a request: CsrAttrs (RFC 7030 4.5.2, RFC 8951 section 3). */
#ifndef NH_NET_CSRATTRS_H
#define NH_NET_CSRATTRS_H

#include "nss/key.h"

struct nh_buf;

/* The first kind of key in it that is known here; else *kind stays. */
void nh_csrattrs_read(const struct nh_buf *der, enum nh_key_kind *kind);

#endif
