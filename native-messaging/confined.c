/* SPDX-License-Identifier: MPL-2.0 */
#include "confined.h"

#include "browser/profile.h"
#include "machine/confine.h"

/* Not before the first request: the answer to "hello" waits for nothing. */
enum nh_status nh_port_confine(struct nh_port *port, unsigned needs, struct nh_error *err)
{
    if (port->confined)
        return needs & ~port->needs
                   ? nh_fail(err, NH_PERMISSION, NULL,
                             "This request needs rights that the host gave up when the first one "
                             "on this port came. Use a new port.")
                   : NH_OK;
    struct nh_confined stays = {.reads = 0};
    nh_profile_confine(port->profile->path, needs, &stays);
    port->confined = true;
    port->needs = needs;
    return NH_OK;
}
