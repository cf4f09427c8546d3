/* SPDX-License-Identifier: MPL-2.0 */
/* Receive a response of a CA, or a file that the person has chosen. */
#ifndef NH_RESPONSE_H
#define NH_RESPONSE_H

#include "port.h"

nh_port_handler nh_on_answer, nh_on_file, nh_on_bytes, nh_on_end;

/* Drop an incomplete one, and give its disk space back to the job that it was reserved for. */
void nh_response_drop(struct nh_port *port);

#endif
