/* SPDX-License-Identifier: MPL-2.0 */
/* What a file that the person has chosen would bring, before they import it. */
#ifndef NH_PREVIEW_H
#define NH_PREVIEW_H

#include "port.h"

nh_port_handler nh_on_preview;

/* Its next bytes. NH_TOO_LARGE beyond those of a response. */
enum nh_status nh_preview_add(struct nh_port *port, const struct nh_buf *data,
                              struct nh_error *err);

/* Its `end`: all bytes have come. */
enum nh_status nh_preview_finish(struct nh_port *port, struct nh_error *err);

/* Forget the bytes that have come so far. */
void nh_preview_drop(struct nh_port *port);

#endif
