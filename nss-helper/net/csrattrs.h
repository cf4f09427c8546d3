/* SPDX-License-Identifier: MPL-2.0 */
/* What a CA wants of a request: CsrAttrs (RFC 7030 4.5.2, RFC 8951 section 3, RFC 9908). */
#ifndef NH_NET_CSRATTRS_H
#define NH_NET_CSRATTRS_H

#include "base/buf.h"
#include "nss/key.h"
#include <stdbool.h>

#define NH_CSRATTRS_EXTENSIONS 8192 /* bytes of them at most */

struct nh_csrattrs {
    bool has_kind; /* it names a kind of key that is made here: the first of these is `kind` */
    enum nh_key_kind kind;
    const char *other;        /* a kind of key that it names and that isn't made here; or NULL */
    bool challenge;           /* a challengePassword, which ties the request to its connection */
    bool template;            /* a request that is a filled-in template (RFC 9908 section 3) */
    struct nh_buf extensions; /* that it wants to be asked for: Extensions in DER, or empty */
};

/* What isn't understood is left out; *out is to be reset. */
void nh_csrattrs_read(const struct nh_buf *der, struct nh_csrattrs *out);

void nh_csrattrs_reset(struct nh_csrattrs *attributes);

#endif
