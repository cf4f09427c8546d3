/* SPDX-License-Identifier: MPL-2.0 */
/* The servers: portal and download site on one port, the service on another, both over TLS;
 * and the status of certificates over plain HTTP. */
#ifndef PORTAL_SERVER_H
#define PORTAL_SERVER_H

#include "portal.h"

enum server_kind { SERVER_SITES, SERVER_SERVICE, SERVER_STATUS, SERVERS };

#define STATUS_NAME "127.0.0.1" /* not every program finds a name below localhost */

enum server_kind server_of_site(enum site site);

struct server;

/* Listens on 127.0.0.1, and on ::1 if there is such an address. `port` 0 is a
 * free one; the one taken is put there. The service asks for a certificate. */
struct server *server_start(struct portal *portal, enum server_kind kind, int *port);

/* The two halves of a start: nothing is answered before all hosts are known. */
bool server_run(struct server *server);
void server_stop(struct server *server);

#endif
