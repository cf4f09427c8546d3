/* SPDX-License-Identifier: MPL-2.0 */
#include "response.h"

#include "base/buf.h"
#include "issuance.h"
#include "journal/admission.h"
#include "journal/jobs.h"
#include "journal/room.h"
#include "journal/spool.h"
#include "machine/sites.h"
#include "preview.h"
#include "reply.h"

#include <cjson/cJSON.h>
#include <stdio.h>

#define BYTES_MAX ((size_t)262144) /* most characters of base64 in one message */

static bool is_awaited(struct nh_journal *journal, const char *site)
{
    struct nh_jobs jobs = {0};
    bool awaited = !nh_jobs_list(journal, &jobs, NULL) && nh_jobs_await(&jobs, site);
    nh_jobs_reset(&jobs);
    return awaited;
}

/* A response may come only once. So one that a job waits for is stored whatever the
   administrator's list says, and so are all while the list can't be read. It is installed when
   the list allows it. */
static enum nh_status admit(struct nh_port *port, const char *site, struct nh_error *err)
{
    enum nh_status status = nh_sites_allow(site, err);
    if (status == NH_OTHER_SITE && !is_awaited(port->journal, site))
        return status;
    return nh_admission_begin(port->journal, site, port->may_ask, &port->spool, err);
}

/* There is no reply before its end, even if it can't be stored. */
static void arrive(struct nh_port *port, const char *site)
{
    port->arriving = true;
    port->missed = (struct nh_error){0};
    if (port->is_file)
        nh_spool_begin(port->journal, site, &port->spool, &port->missed);
    else
        admit(port, site, &port->missed);
}

enum nh_status nh_on_answer(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    const char *site = nh_message_site(message, "site");
    nh_message_text(message, "mime"); /* the content shows what it is */
    port->may_ask = nh_message_is(message, "ask", "yes", "no");
    port->is_file = false;
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        arrive(port, site);
    return status;
}

enum nh_status nh_on_file(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    snprintf(port->file, sizeof port->file, "%s", nh_message_text(message, "name"));
    port->is_file = port->may_ask = true;
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        arrive(port, "");
    return status;
}

void nh_response_drop(struct nh_port *port)
{
    if (!port->spool)
        return;
    nh_spool_close(&port->spool);
    nh_room_balance(port->journal);
}

/* Exceeding the limit is reported at once; other errors at the end. */
static enum nh_status add(struct nh_port *port, const struct nh_buf *data, struct nh_error *err)
{
    if (port->is_preview
            ? !nh_preview_add(port, data, &port->missed)
            : !port->spool || !nh_spool_add(port->spool, data->data, data->length, &port->missed))
        return NH_OK;
    nh_response_drop(port);
    if (port->missed.status != NH_TOO_LARGE)
        return NH_OK;
    port->over = true;
    *err = port->missed;
    return err->status;
}

enum nh_status nh_on_bytes(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    struct nh_buf data = {0};
    nh_message_base64(message, "data", 1, BYTES_MAX, &data);
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = add(port, &data, err);
    nh_buf_reset(&data);
    return status;
}

static enum nh_status finish(struct nh_port *port, struct nh_error *err)
{
    struct nh_wish wish = {.agreed = port->is_file,
                           .may_ask = port->may_ask,
                           .just_came = true,
                           .file = port->is_file ? port->file : NULL};
    enum nh_status status = nh_spool_end(port->spool, err);
    if (!status) {
        cJSON *reply = nh_reply_new("received");
        bool whole = nh_reply_text(reply, "answer", nh_spool_id(port->spool));
        nh_port_say(port, nh_reply_whole(reply, whole));
        nh_issuance_try(port, port->spool, &wish);
    }
    nh_spool_close(&port->spool);
    return status;
}

enum nh_status nh_on_end(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    enum nh_status status = nh_message_end(message, err);
    if (status)
        return status;
    port->arriving = false;
    if (port->is_preview)
        return nh_preview_finish(port, err);
    if (port->spool)
        return finish(port, err);
    *err = port->missed;
    return err->status;
}
