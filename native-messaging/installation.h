/* SPDX-License-Identifier: MPL-2.0 */
/* A response goes in: with the passwords that it takes, and with what is said of it. */
#ifndef NH_INSTALLATION_H
#define NH_INSTALLATION_H

#include "port.h"

struct nh_installation;
struct nh_inventory;
struct nh_spool;

/* What the person wants and is there for. */
struct nh_wish {
    bool agreed;      /* they have said yes to it */
    bool may_ask;     /* they are there to type a password */
    bool just_came;   /* it has not been tried before */
    const char *file; /* its name, where they have chosen it; else NULL */
};

/* Try it and say what became of it: the last reply to "end", "look" and "install". */
void nh_installation_try(struct nh_port *port, struct nh_spool *spool, const struct nh_wish *wish);

/* What was installed, and what it takes the place of. */
void nh_installation_say(struct nh_port *port, const char *response,
                         const struct nh_installation *done);

/* That as a reply; `held` is all that the profile has. NULL without memory. */
struct cJSON *nh_installation_reply(const char *response, const struct nh_installation *done,
                                    const struct nh_inventory *held);

#endif
