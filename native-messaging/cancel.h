/* SPDX-License-Identifier: MPL-2.0 */
/* The browser takes back what it has asked for, while a window is open for that. */
#ifndef NH_CANCEL_H
#define NH_CANCEL_H

#include "port.h"

/* Too late, or for nothing: it has no reply of its own. */
nh_port_handler nh_on_cancel;

/* A nh_withdrawal_reader: read the next message of the port. It stays for the session to handle. */
bool nh_cancel_comes(void *port);

#endif
