/* SPDX-License-Identifier: MPL-2.0 */
/* What the tests can make of the answers about revocation. */
#ifndef PORTAL_FAULT_H
#define PORTAL_FAULT_H

enum fault {
    FAULT_NONE,
    FAULT_STALE,        /* its nextUpdate is past */
    FAULT_WRONG_SIGNER, /* signed by a stranger under the name of the right signer */
    FAULT_UNREACHABLE,  /* the connection is closed without an answer */
    FAULT_SLOW,         /* a byte a second */
    FAULT_HUGE,         /* 64 MiB */
    FAULT_NONSENSE,
    FAULT_CRL_END,
    /* Of OCSP only. */
    FAULT_GOOD = FAULT_CRL_END, /* whatever was asked for */
    FAULT_REVOKED,
    FAULT_UNKNOWN,
    FAULT_WRONG_USE, /* signed by a certificate of the CA that may not sign answers */
    FAULT_OTHER,     /* about another certificate */
    FAULT_TRY_LATER,
    FAULT_OCSP_END,
};

#endif
