/* SPDX-License-Identifier: MPL-2.0 */
#ifndef PORTAL_SITES_H
#define PORTAL_SITES_H

#include "http.h"

/* Each ends with a route without a path. */
extern const struct route portal_routes[], history_routes[], download_routes[], service_routes[],
    status_routes[];

#endif
