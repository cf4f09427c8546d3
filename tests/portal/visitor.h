/* SPDX-License-Identifier: MPL-2.0 */
#ifndef PORTAL_VISITOR_H
#define PORTAL_VISITOR_H

#include "account.h"
#include "http.h"

/* Who is logged in to the portal, or NULL. */
const struct account *visitor(struct request *req);

#endif
