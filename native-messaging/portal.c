/* SPDX-License-Identifier: MPL-2.0 */
#include "portal.h"

#include "browser/profile.h"
#include "journal/origin.h"
#include "machine/sites.h"
#include "nss/store.h"
#include "reply.h"

/* Store it for all certificates of the same site. */
static enum nh_status keep(struct nh_port *port, const char *fingerprint, const char *address,
                           struct nh_error *err)
{
    struct nh_store *store = NULL;
    struct nh_jobs jobs = {0};
    char site[NH_SITE_SIZE];
    enum nh_status status = nh_jobs_list(port->journal, &jobs, err);
    if (!status)
        status = nh_store_open(port->profile->path, NH_STORE_READ, &store, err);
    nh_origin_site(port->journal, &jobs, fingerprint, site);
    if (!status)
        status = nh_origin_portal_keep(port->journal, site, fingerprint, address, err);
    nh_store_close(&store);
    nh_jobs_reset(&jobs);
    return status;
}

enum nh_status nh_on_portal(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    const char *fingerprint = nh_message_fingerprint(message, "fingerprint");
    const char *address = nh_message_address(message, "address");
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = nh_sites_allow_login(address, err);
    if (!status)
        status = keep(port, fingerprint, address, err);
    if (!status)
        nh_port_say(port, nh_reply_ok());
    return status;
}
