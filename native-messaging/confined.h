/* SPDX-License-Identifier: MPL-2.0 */
/* What the host may still do on one port: PROTOCOL.md, "What the host can do". */
#ifndef NH_CONFINED_H
#define NH_CONFINED_H

#include "port.h"

/* What a request takes beside the profile and the state folder. */
enum nh_need {
    NH_NEED_NET = 1,      /* connections */
    NH_NEED_FOLDER = 2,   /* the download folder, and the person's files to read */
    NH_NEED_PROFILES = 4, /* all profiles of this person */
    NH_NEED_PROGRAMS = 8, /* other programs */
};

/*
 * The first request of a port has come: from now on the host can do what that one needs, and no
 * more, to its end. NH_PERMISSION for a later one that needs more.
 */
enum nh_status nh_port_confine(struct nh_port *port, unsigned needs, struct nh_error *err);

#endif
