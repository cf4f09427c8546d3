/* SPDX-License-Identifier: MPL-2.0 */
/* What the host may still do on one port: PROTOCOL.md, "What the host and the command can do". */
#ifndef NH_CONFINED_H
#define NH_CONFINED_H

#include "browser/confined.h"
#include "port.h"

/*
 * The first request of a port has come: from now on the host can do what that one needs (enum
 * nh_need), and no more, to its end. NH_PERMISSION for a later one that needs more.
 */
enum nh_status nh_port_confine(struct nh_port *port, unsigned needs, struct nh_error *err);

#endif
