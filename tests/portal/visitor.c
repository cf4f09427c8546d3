/* SPDX-License-Identifier: MPL-2.0 */
#include "visitor.h"

const struct account *visitor(struct request *req)
{
    struct session session;

    if (!req->token[0] || !session_load(req->portal->store, req->token, time(NULL), &session) ||
        session.application != 0)
        return NULL;
    return account_find(session.user);
}
