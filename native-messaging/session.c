/* SPDX-License-Identifier: MPL-2.0 */
#include "session.h"

#include "base/buf.h"
#include "cancel.h"
#include "confined.h"
#include "copy.h"
#include "export.h"
#include "frame.h"
#include "hello.h"
#include "identities.h"
#include "job.h"
#include "journal/journal.h"
#include "kept.h"
#include "machine/withdrawal.h"
#include "nss/store.h"
#include "odd.h"
#include "portal.h"
#include "prepare.h"
#include "preview.h"
#include "removal.h"
#include "replay.h"
#include "reply.h"
#include "report.h"
#include "response.h"
#include "sites.h"
#include "verification.h"

#include <stdio.h>
#include <string.h>

/* When a request is allowed. */
enum turn {
    BETWEEN, /* after "hello", while no response is arriving */
    FIRST,   /* only "hello" */
    INSIDE,  /* while a response is arriving */
};

/* clang-format off */
static const struct request {
    const char *type;
    nh_port_handler *handle;
    enum turn turn;
    unsigned needs; /* as the first of its port */
} requests[] = {
    {"hello", nh_on_hello, FIRST, 0},
    {"replay", nh_on_replay, BETWEEN, 0},
    {"prepare", nh_on_prepare, BETWEEN, 0},
    {"issue", nh_on_issue, BETWEEN, 0},
    {"sent", nh_on_sent, BETWEEN, 0},
    {"unsent", nh_on_unsent, BETWEEN, 0},
    {"jobs", nh_on_jobs, BETWEEN, 0},
    {"forget", nh_on_forget, BETWEEN, 0},
    {"clear", nh_on_clear, BETWEEN, 0},
    {"answer", nh_on_answer, BETWEEN, 0},
    {"file", nh_on_file, BETWEEN, 0},
    {"preview", nh_on_preview, BETWEEN, 0},
    {"bytes", nh_on_bytes, INSIDE, 0},
    {"end", nh_on_end, INSIDE, 0},
    {"install", nh_on_install, BETWEEN, 0},
    {"look", nh_on_look, BETWEEN, 0},
    {"discard", nh_on_discard, BETWEEN, 0},
    {"save", nh_on_save, BETWEEN, NH_NEED_FOLDER},
    {"identities", nh_on_identities, BETWEEN, 0},
    {"export", nh_on_export, BETWEEN, NH_NEED_FOLDER},
    {"show", nh_on_show, BETWEEN, 0},
    {"places", nh_on_places, BETWEEN, NH_NEED_PROFILES},
    {"copy", nh_on_copy, BETWEEN, NH_NEED_PROFILES},
    {"remove", nh_on_remove, BETWEEN, NH_NEED_FOLDER},
    {"removals", nh_on_removals, BETWEEN, NH_NEED_FOLDER},
    {"restore", nh_on_restore, BETWEEN, NH_NEED_FOLDER},
    {"portal", nh_on_portal, BETWEEN, 0},
    {"verify", nh_on_verify, BETWEEN, NH_NEED_NET},
    {"issuers", nh_on_issuers, BETWEEN, NH_NEED_NET},
    {"revocation", nh_on_revocation, BETWEEN, 0},
    {"odd", nh_on_odd, BETWEEN, 0},
    {"sites", nh_on_sites, BETWEEN, 0},
    {"peek", nh_on_peek, BETWEEN, 0},
    {"report", nh_on_report, BETWEEN, NH_NEED_PROGRAMS},
    {"cancel", nh_on_cancel, BETWEEN, 0},
};
/* clang-format on */

static const struct request *find(const char *type)
{
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
        if (strcmp(requests[i].type, type) == 0)
            return &requests[i];
    return NULL;
}

static enum turn turn_of(const struct nh_port *port)
{
    return !port->greeted ? FIRST : port->arriving ? INSIDE : BETWEEN;
}

static enum nh_status choose(const struct nh_port *port, const char *type,
                             const struct request **out, struct nh_error *err)
{
    *out = find(type);
    if (!*out)
        return nh_fail(err, NH_PROTOCOL, NULL, "The message has an unknown \"type\".");
    if ((*out)->turn != turn_of(port))
        return nh_fail(err, NH_PROTOCOL, NULL, "The message \"%s\" came out of turn.",
                       (*out)->type);
    return NH_OK;
}

static enum nh_status answer(struct nh_port *port, const struct request *request,
                             struct nh_message *message, struct nh_error *err)
{
    enum nh_status status = request->handle(port, message, err);
    /* The handler opens the databases first, so nothing was done yet and it can be called again. */
    if (status == NH_PRIMARY_PASSWORD && port->greeted) {
        status = nh_port_unlock(port, err);
        if (!status)
            status = request->handle(port, message, err);
    }
    port->over = port->over || message->wrong.status;
    return status;
}

static enum nh_status handle(struct nh_port *port, const struct nh_buf *frame, struct nh_error *err)
{
    struct nh_message message = {.type = NULL};
    const struct request *request = NULL;
    enum nh_status status = nh_message_parse(frame->data, frame->length, &message, err);
    if (!status)
        status = choose(port, message.type, &request, err);
    if (status)
        port->over = true;
    if (!status && request->turn != FIRST)
        status = nh_port_confine(port, request->needs, err);
    if (!status)
        status = answer(port, request, &message, err);
    nh_message_reset(&message);
    return status;
}

/* The message that arrived while a window was open, else the next one. */
static enum nh_status next_frame(struct nh_port *port, const sigset_t *waiting,
                                 struct nh_buf *frame, bool *ended, struct nh_error *err)
{
    struct nh_ahead *ahead = &port->ahead;
    if (!ahead->came) {
        *ended = !nh_prepare_wait(port, waiting);
        return *ended ? NH_OK : nh_frame_read(port->in, waiting, frame, ended, err);
    }
    nh_buf_reset(frame);
    *frame = ahead->frame;
    *ended = ahead->ended;
    *err = ahead->err;
    *ahead = (struct nh_ahead){.status = ahead->status, .frame = {.limit = NH_FRAME_MAX}};
    return ahead->status;
}

enum nh_status nh_session_run(int in, int out, const sigset_t *waiting,
                              const struct nh_profile *profile, const struct nh_error *refused)
{
    struct nh_port port = {.in = in,
                           .out = out,
                           .ahead = {.frame = {.limit = NH_FRAME_MAX}},
                           .profile = profile,
                           .refused = refused};
    struct nh_buf frame = {.limit = NH_FRAME_MAX};
    enum nh_status status = NH_OK;
    bool ended = false;
    nh_withdrawal_listen(in, nh_cancel_comes, &port);
    while (!port.over && !port.lost && !ended) {
        struct nh_error err = {0};
        status = next_frame(&port, waiting, &frame, &ended, &err);
        if (status)
            port.over = true;
        else if (!ended)
            status = handle(&port, &frame, &err);
        if (status)
            nh_port_say(&port, nh_reply_error(&err));
        if (port.over)
            fprintf(stderr, "nss-helper-host: %s: %s\n", nh_status_name(status), err.message);
    }
    nh_response_drop(&port);
    nh_preview_drop(&port);
    nh_prepared_drop(&port.prepared);
    nh_store_lock();
    nh_journal_close(&port.journal);
    nh_withdrawal_listen(-1, NULL, NULL);
    nh_buf_reset(&port.ahead.frame);
    nh_buf_reset(&frame);
    return port.over ? status : port.lost;
}
