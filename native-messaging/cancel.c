/* SPDX-License-Identifier: MPL-2.0 */
#include "cancel.h"

#include "frame.h"

#include <string.h>

enum nh_status nh_on_cancel(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    (void)port; /* the window has closed meanwhile */
    return nh_message_end(message, err);
}

static bool is_cancel(const struct nh_buf *frame)
{
    struct nh_message message = {.type = NULL};
    bool is = !nh_message_parse(frame->data, frame->length, &message, NULL) &&
              strcmp(message.type, "cancel") == 0;
    nh_message_reset(&message);
    return is;
}

bool nh_cancel_comes(void *context)
{
    struct nh_port *port = context;
    struct nh_ahead *ahead = &port->ahead;
    if (ahead->came)
        return false;
    ahead->status = nh_frame_read(port->in, NULL, &ahead->frame, &ahead->ended, &ahead->err);
    ahead->came = true;
    return !ahead->status && !ahead->ended && is_cancel(&ahead->frame);
}
