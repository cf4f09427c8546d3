/* SPDX-License-Identifier: MPL-2.0 */
/* A key for a form that the person has touched and not pressed. */
#ifndef NH_PREPARE_H
#define NH_PREPARE_H

#include "port.h"

#include <signal.h>

nh_port_handler nh_on_prepare;

/* Wait for the next message for as long as a prepared key is kept, and drop it then. `waiting` as
   in nh_frame_read. False when a signal has come: the browser wants an end. */
bool nh_prepare_wait(struct nh_port *port, const sigset_t *waiting);

#endif
