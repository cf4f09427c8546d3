/* SPDX-License-Identifier: MPL-2.0 */
/* Make a key in advance when the person begins to fill in a form. */
#ifndef NH_PREPARE_H
#define NH_PREPARE_H

#include "port.h"

#include <signal.h>

nh_port_handler nh_on_prepare;

/* Wait for the next message; drop the prepared key when it expires meanwhile. `waiting` as in
   nh_frame_read. False when a signal asks the host to stop. */
bool nh_prepare_wait(struct nh_port *port, const sigset_t *waiting);

#endif
