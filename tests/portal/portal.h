/* SPDX-License-Identifier: MPL-2.0 */
#ifndef PORTAL_PORTAL_H
#define PORTAL_PORTAL_H

#include "ca.h"
#include "options.h"
#include "responder.h"
#include "store.h"

/* SITE_STATUS is where programs ask for revocation, over plain HTTP. */
enum site { SITE_PORTAL, SITE_DOWNLOAD, SITE_SERVICE, SITE_STATUS, SITES };

struct portal {
    struct options options;
    struct store *store;
    struct ca ca;
    struct responder responder;
    char host[SITES][40];    /* portal.localhost:4711 */
    char origin[SITES][48];  /* https://portal.localhost:4711 */
    unsigned char secret[32]; /* of the CSRF tokens */
};

#endif
