/* SPDX-License-Identifier: MPL-2.0 */
/* The browser withdraws a request while a window is open for it. */
#ifndef NH_CANCEL_H
#define NH_CANCEL_H

#include "port.h"

/* "cancel" without an open window: it is ignored and has no reply. */
nh_port_handler nh_on_cancel;

/* A nh_withdrawal_reader: read the next message of the port. The message is kept for the
   session. */
bool nh_cancel_comes(void *port);

#endif
