/* SPDX-License-Identifier: MPL-2.0 */
/* Show what a file would bring, before the person imports it. */
#ifndef NH_PREVIEW_H
#define NH_PREVIEW_H

#include "port.h"

nh_port_handler nh_on_preview;

/* Add the next bytes of the file. NH_TOO_LARGE beyond NH_BUF_LIMIT. */
enum nh_status nh_preview_add(struct nh_port *port, const struct nh_buf *data,
                              struct nh_error *err);

/* Handle "end": send the preview. */
enum nh_status nh_preview_finish(struct nh_port *port, struct nh_error *err);

/* Zero and free the bytes received so far. */
void nh_preview_drop(struct nh_port *port);

#endif
