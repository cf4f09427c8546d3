/* SPDX-License-Identifier: MPL-2.0 */
/* What a CA wants in a request: CsrAttrs (RFC 7030 section 4.5.2, RFC 8951 section 3, RFC 9908). */
#ifndef NH_NET_CSRATTRS_H
#define NH_NET_CSRATTRS_H

#include "base/buf.h"
#include "nss/key.h"
#include <stdbool.h>

#define NH_CSRATTRS_EXTENSIONS 8192 /* most bytes of `extensions` */

struct nh_csrattrs {
    bool has_kind; /* it names a supported kind of key; `kind` is the first of them */
    enum nh_key_kind kind;
    const char *other;        /* an unsupported kind of key that it names, or NULL */
    bool challenge;           /* a challengePassword that binds the request to its connection */
    bool template;            /* a request made from a template (RFC 9908 section 3) */
    struct nh_buf extensions; /* to be requested: Extensions in DER, or empty */
};

/* Read them; what is unknown or damaged is ignored. The caller resets *out. */
void nh_csrattrs_read(const struct nh_buf *der, struct nh_csrattrs *out);

void nh_csrattrs_reset(struct nh_csrattrs *attributes);

#endif
