/* SPDX-License-Identifier: MPL-2.0 */
/* Responses of a CA, or in a file, as they come; and those that are kept. */
#ifndef NH_RESPONSES_H
#define NH_RESPONSES_H

#include "port.h"

nh_port_handler nh_on_response, nh_on_bytes, nh_on_end, nh_on_install, nh_on_look, nh_on_discard,
    nh_on_save;

/* A response that broke off: its room goes back to the job that it was reserved for. */
void nh_port_drop_response(struct nh_port *port);

#endif
