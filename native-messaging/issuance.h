/* SPDX-License-Identifier: MPL-2.0 */
/* A response goes in: with the passwords that it takes, and with what is said of it. */
#ifndef NH_ISSUANCE_H
#define NH_ISSUANCE_H

#include "port.h"

struct nh_issuance;
struct nh_inventory;
struct nh_spool;

/* What the person wants and is there for. */
struct nh_wish {
    bool agreed;      /* they have said yes to it */
    bool may_ask;     /* they are there to type a password */
    bool just_came;   /* it has not been tried before */
    const char *file; /* its name, where they have chosen it; else NULL */
    bool is_backup;   /* they saved that file here, under a password of their own */
};

/* Try it and say what became of it: the last reply to "end", "look" and "install". */
void nh_issuance_try(struct nh_port *port, struct nh_spool *spool, const struct nh_wish *wish);

/* What was installed, and what it takes the place of; `held` is all that the profile has. The
   caller's; NULL without memory. */
struct cJSON *nh_issuance_reply(const char *response, const struct nh_issuance *done,
                                const struct nh_inventory *held);

#endif
