/* SPDX-License-Identifier: MPL-2.0 */
/* Install a response, asking for passwords, and reply with the result. */
#ifndef NH_ISSUANCE_H
#define NH_ISSUANCE_H

#include "port.h"

struct nh_issuance;
struct nh_spool;

/* What the person has confirmed and can be asked. */
struct nh_wish {
    bool agreed;      /* the person has confirmed it */
    bool may_ask;     /* a window may ask for a password */
    bool just_came;   /* it was not tried before */
    const char *file; /* name of a file that the person has chosen, or NULL */
    bool is_backup;   /* the file is a backup by NSS Helper */
};

/* Try to install it, and send the last reply to "end", "look" and "install". */
void nh_issuance_try(struct nh_port *port, struct nh_spool *spool, const struct nh_wish *wish);

/* The reply for what was installed, with the certificates that it replaces. The caller deletes it;
   NULL without memory. */
struct cJSON *nh_issuance_reply(const char *response, const struct nh_issuance *done);

#endif
