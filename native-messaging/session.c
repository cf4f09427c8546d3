/* SPDX-License-Identifier: MPL-2.0 */
#include "session.h"

#include "browser/profile.h"
#include "exports.h"
#include "frame.h"
#include "lifecycle/issuance.h"
#include "lifecycle/resume.h"
#include "lifecycle/unfinished.h"
#include "nss/runtime.h"
#include "nss/store.h"
#include "responses.h"

#include <stdio.h>
#include <string.h>

/* The greeting, and what the replay at this start has brought to its end. */
static void say_hello(struct nh_port *port, const struct nh_resumption *resumption)
{
    size_t installed = 0;
    for (size_t i = 0; i < resumption->count; i++)
        installed += resumption->items[i].status == NH_OK;
    nh_port_say(port, &(struct nh_reply){.type = NH_REPLY_HELLO,
                                         .profile = port->profile,
                                         .locked = port->locked,
                                         .nss_version = nh_runtime_nss_version(),
                                         .nss_folder = nh_runtime_nss_folder(),
                                         .resumed = installed});
    for (size_t i = 0; i < resumption->count; i++) {
        const struct nh_resumed *item = &resumption->items[i];
        if (!item->status)
            nh_port_say_installed(port, item->response, &item->installation);
    }
}

static enum nh_status hello(struct nh_port *port, const struct nh_message *message,
                            struct nh_error *err)
{
    struct nh_resumption resumption = {0};
    const char *path = port->profile->path;
    enum nh_status status = NH_OK;
    if (port->refused->status) {
        *err = *port->refused;
        status = err->status;
    }
    if (!status)
        status = nh_journal_open(path, &port->journal, err);
    if (!status)
        status = nh_issuance_check(path, &port->locked, err);
    if (!status)
        status = nh_resume(port->journal, path, message->language, &resumption, err);
    if (status) {
        port->over = true;
        return status;
    }
    memcpy(port->language, message->language, sizeof port->language);
    port->greeted = true;
    say_hello(port, &resumption);
    nh_resumption_reset(&resumption);
    return NH_OK;
}

static enum nh_status issue(struct nh_port *port, const struct nh_message *message,
                            struct nh_error *err)
{
    struct nh_job job = {0};
    struct nh_buf spkac = {0};
    enum nh_status status = nh_key_kind_parse(message->key, &job.kind, err);
    if (status)
        return status;
    memcpy(job.site, message->site, sizeof job.site);
    memcpy(job.target, message->target, sizeof job.target);
    status = nh_issuance_begin(port->journal, port->profile->path, &job, message->challenge, &spkac,
                               err);
    if (!status)
        status = nh_buf_append(&spkac, "", 1, err);
    if (!status)
        nh_port_say(port, &(struct nh_reply){.type = NH_REPLY_REQUEST,
                                             .job = job.id,
                                             .spkac = (const char *)spkac.data});
    nh_buf_reset(&spkac);
    return status;
}

/* Once only: whoever hears "ok" sends the form. */
static enum nh_status sent(struct nh_port *port, const struct nh_message *message,
                           struct nh_error *err)
{
    struct nh_job job = {0};
    enum nh_status status = nh_job_load(port->journal, message->id, &job, err);
    if (!status && !nh_job_is_unsent(&job))
        status = nh_fail(err, NH_NO_JOB, NULL, "This issuance was sent already, or has ended.");
    if (!status)
        status = nh_job_enter(port->journal, &job, NH_JOB_SENT, err);
    if (!status)
        nh_port_say(port, &(struct nh_reply){.type = NH_REPLY_OK});
    return status;
}

static enum nh_status jobs(struct nh_port *port, const struct nh_message *message,
                           struct nh_error *err)
{
    struct nh_unfinished unfinished = {0};
    (void)message;
    enum nh_status status = nh_unfinished_list(port->journal, &unfinished, err);
    if (!status)
        nh_port_say(port, &(struct nh_reply){.type = NH_REPLY_JOBS, .unfinished = &unfinished});
    nh_unfinished_reset(&unfinished);
    return status;
}

static enum nh_status forget(struct nh_port *port, const struct nh_message *message,
                             struct nh_error *err)
{
    enum nh_status status = nh_forget(port->journal, port->profile->path, message->id, err);
    if (!status)
        nh_port_say(port, &(struct nh_reply){.type = NH_REPLY_OK});
    return status;
}

static nh_port_handler *const handlers[] = {
    [NH_MESSAGE_HELLO] = hello,         [NH_MESSAGE_ISSUE] = issue,
    [NH_MESSAGE_SENT] = sent,           [NH_MESSAGE_ANSWER] = nh_on_response,
    [NH_MESSAGE_FILE] = nh_on_response, [NH_MESSAGE_BYTES] = nh_on_bytes,
    [NH_MESSAGE_END] = nh_on_end,       [NH_MESSAGE_INSTALL] = nh_on_install,
    [NH_MESSAGE_LOOK] = nh_on_look,     [NH_MESSAGE_DISCARD] = nh_on_discard,
    [NH_MESSAGE_SAVE] = nh_on_save,     [NH_MESSAGE_JOBS] = jobs,
    [NH_MESSAGE_FORGET] = forget,       [NH_MESSAGE_IDENTITIES] = nh_on_identities,
    [NH_MESSAGE_EXPORT] = nh_on_export, [NH_MESSAGE_REMOVE] = nh_on_remove,
    [NH_MESSAGE_PORTAL] = nh_on_portal, [NH_MESSAGE_VERIFY] = nh_on_verify,
};

static bool is_in_turn(const struct nh_port *port, enum nh_message_type type)
{
    bool of_response = type == NH_MESSAGE_BYTES || type == NH_MESSAGE_END;
    return port->greeted ? type != NH_MESSAGE_HELLO && of_response == port->answering
                         : type == NH_MESSAGE_HELLO;
}

static enum nh_status handle(struct nh_port *port, const struct nh_buf *frame,
                             struct nh_message *message, struct nh_error *err)
{
    enum nh_status status = nh_message_read(frame->data, frame->length, message, err);
    if (!status && !is_in_turn(port, message->type))
        status = nh_fail(err, NH_PROTOCOL, NULL, "A message came out of turn.");
    if (status) {
        port->over = true;
        return status;
    }
    status = handlers[message->type](port, message, err);
    /* Nothing was done yet: the databases come first. */
    if (status == NH_PRIMARY_PASSWORD && port->greeted) {
        status = nh_port_unlock(port, err);
        if (!status)
            status = handlers[message->type](port, message, err);
    }
    return status;
}

enum nh_status nh_session_run(int in, int out, const sigset_t *waiting,
                              const struct nh_profile *profile, const struct nh_error *refused)
{
    struct nh_port port = {.out = out, .profile = profile, .refused = refused};
    struct nh_buf frame = {.limit = NH_FRAME_MAX};
    struct nh_message message = {0};
    enum nh_status status = NH_OK;
    bool ended = false;
    while (!port.over && !port.lost && !ended) {
        struct nh_error err = {0};
        status = nh_frame_read(in, waiting, &frame, &ended, &err);
        if (status)
            port.over = true;
        else if (!ended)
            status = handle(&port, &frame, &message, &err);
        if (status)
            nh_port_say(&port, &(struct nh_reply){.type = NH_REPLY_ERROR, .error = &err});
        if (port.over)
            fprintf(stderr, "nss-helper-host: %s: %s\n", nh_status_name(status), err.message);
    }
    nh_port_drop_response(&port);
    nh_store_lock();
    nh_journal_close(&port.journal);
    nh_message_reset(&message);
    nh_buf_reset(&frame);
    return port.over ? status : port.lost;
}
