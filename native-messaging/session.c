/* SPDX-License-Identifier: MPL-2.0 */
#include "session.h"

#include "frame.h"
#include "message.h"
#include "profile.h"
#include "runtime.h"
#include "spool.h"
#include "work.h"

#include <stdio.h>
#include <string.h>

struct session {
    int out;
    const struct nh_profile *profile;
    const struct nh_error *refused;
    struct nh_journal *journal;
    struct nh_spool *spool;
    char language[NH_STRING_MAX + 1];
    bool greeted;
    bool answering;          /* between "answer" and "end" */
    struct nh_error missed;  /* why the answer could not be kept: told at its end */
    bool over;               /* the port ends after this reply */
    enum nh_status lost;     /* the browser can't be reached any more */
};

static enum nh_status write_reply(struct session *session, const struct nh_reply *reply,
                                  struct nh_error *err)
{
    struct nh_buf text = {.limit = NH_FRAME_MAX};
    enum nh_status status = nh_message_write(reply, &text, err);
    if (!status) {
        status = nh_frame_write(session->out, text.data, text.length, err);
        session->lost = status;
    }
    nh_buf_reset(&text);
    return status;
}

/* The work goes on when nobody listens any more. */
static void say(struct session *session, const struct nh_reply *reply)
{
    struct nh_error err = {0};
    if (session->lost || !write_reply(session, reply, &err) || session->lost)
        return;
    struct nh_reply smaller = {.type = NH_REPLY_ERROR, .answer = reply->answer, .error = &err};
    write_reply(session, &smaller, NULL);
}

static enum nh_status hello(struct session *session, const struct nh_message *message,
                            struct nh_error *err)
{
    enum nh_status status = NH_OK;
    if (session->refused->status) {
        *err = *session->refused;
        status = err->status;
    }
    if (!status)
        status = nh_journal_open(session->profile->path, &session->journal, err);
    if (!status)
        status = nh_work_check(session->profile->path, err);
    if (status) {
        session->over = true;
        return status;
    }
    memcpy(session->language, message->language, sizeof session->language);
    session->greeted = true;
    say(session, &(struct nh_reply){.type = NH_REPLY_HELLO,
                                    .profile = session->profile,
                                    .nss_version = nh_runtime_nss_version(),
                                    .nss_folder = nh_runtime_nss_folder()});
    return NH_OK;
}

static enum nh_status issue(struct session *session, const struct nh_message *message,
                            struct nh_error *err)
{
    struct nh_job job = {0};
    struct nh_buf spkac = {0};
    enum nh_status status = nh_key_kind_parse(message->key, &job.kind, err);
    if (status)
        return status;
    memcpy(job.site, message->site, sizeof job.site);
    memcpy(job.target, message->target, sizeof job.target);
    status = nh_work_issue(session->journal, session->profile->path, &job, message->challenge,
                           &spkac, err);
    if (!status)
        status = nh_buf_append(&spkac, "", 1, err);
    if (!status)
        say(session, &(struct nh_reply){.type = NH_REPLY_REQUEST,
                                        .job = job.id,
                                        .spkac = (const char *)spkac.data});
    nh_buf_reset(&spkac);
    return status;
}

/* Once only: whoever hears "ok" sends the form. */
static enum nh_status sent(struct session *session, const struct nh_message *message,
                           struct nh_error *err)
{
    struct nh_job job = {0};
    enum nh_status status = nh_job_load(session->journal, message->id, &job, err);
    if (!status && job.state != NH_JOB_KEY)
        status = nh_fail(err, NH_NO_JOB, NULL, "This issuance was sent already, or has ended.");
    if (!status)
        status = nh_job_enter(session->journal, &job, NH_JOB_SENT, err);
    if (!status)
        say(session, &(struct nh_reply){.type = NH_REPLY_OK});
    return status;
}

static enum nh_status answer(struct session *session, const struct nh_message *message,
                             struct nh_error *err)
{
    (void)err;
    session->answering = true;
    session->missed = (struct nh_error){0};
    nh_spool_begin(session->journal, message->site, &session->spool, &session->missed);
    return NH_OK;
}

static enum nh_status bytes(struct session *session, const struct nh_message *message,
                            struct nh_error *err)
{
    if (!session->spool)
        return NH_OK;
    if (!nh_spool_add(session->spool, message->data.data, message->data.length, &session->missed))
        return NH_OK;
    nh_spool_drop(&session->spool);
    if (session->missed.status != NH_TOO_LARGE)
        return NH_OK;
    session->over = true;
    *err = session->missed;
    return err->status;
}

/* The reply to "end" and "install". */
static void say_installed(struct session *session, const char *id, bool agreed)
{
    struct nh_installation done = {0};
    struct nh_error err = {0};
    enum nh_status status = nh_work_install(session->journal, session->profile->path,
                                            session->language, id, agreed, &done, &err);
    const struct nh_answer *found = &done.answer;
    struct nh_reply reply = {.identity = found->identity, .proof = done.tried ? &done.proof : NULL};
    if (status) {
        reply.type = NH_REPLY_ERROR;
        reply.error = &err;
        reply.reason = done.reason;
        reply.answer = done.kept ? id : NULL;
    } else {
        reply.type = NH_REPLY_INSTALLED;
        reply.answer = id;
        reply.job = done.job;
        reply.known = found->known;
        reply.identities = found->known ? 0 : 1;
        reply.intermediates = found->intermediates;
    }
    say(session, &reply);
    nh_installation_reset(&done);
}

static enum nh_status end(struct session *session, const struct nh_message *message,
                          struct nh_error *err)
{
    char id[NH_JOB_ID_SIZE] = "";
    (void)message;
    session->answering = false;
    if (!session->spool) {
        *err = session->missed;
        return err->status;
    }
    enum nh_status status = nh_spool_end(&session->spool, id, err);
    if (status) {
        nh_spool_drop(&session->spool);
        return status;
    }
    say(session, &(struct nh_reply){.type = NH_REPLY_RECEIVED, .answer = id});
    say_installed(session, id, false);
    return NH_OK;
}

static enum nh_status install(struct session *session, const struct nh_message *message,
                              struct nh_error *err)
{
    (void)err;
    say_installed(session, message->id, true);
    return NH_OK;
}

static enum nh_status (*const handlers[])(struct session *session,
                                          const struct nh_message *message,
                                          struct nh_error *err) = {
    [NH_MESSAGE_HELLO] = hello, [NH_MESSAGE_ISSUE] = issue, [NH_MESSAGE_SENT] = sent,
    [NH_MESSAGE_ANSWER] = answer, [NH_MESSAGE_BYTES] = bytes, [NH_MESSAGE_END] = end,
    [NH_MESSAGE_INSTALL] = install,
};

static bool is_in_turn(const struct session *session, enum nh_message_type type)
{
    bool of_answer = type == NH_MESSAGE_BYTES || type == NH_MESSAGE_END;
    return session->greeted ? type != NH_MESSAGE_HELLO && of_answer == session->answering
                            : type == NH_MESSAGE_HELLO;
}

static enum nh_status handle(struct session *session, const struct nh_buf *frame,
                             struct nh_message *message, struct nh_error *err)
{
    enum nh_status status = nh_message_read(frame->data, frame->length, message, err);
    if (!status && !is_in_turn(session, message->type))
        status = nh_fail(err, NH_PROTOCOL, NULL, "A message came out of turn.");
    if (status)
        session->over = true;
    else
        status = handlers[message->type](session, message, err);
    return status;
}

enum nh_status nh_session_run(int in, int out, const sigset_t *waiting,
                              const struct nh_profile *profile, const struct nh_error *refused)
{
    struct session session = {.out = out, .profile = profile, .refused = refused};
    struct nh_buf frame = {.limit = NH_FRAME_MAX};
    struct nh_message message = {0};
    enum nh_status status = NH_OK;
    bool ended = false;
    while (!session.over && !session.lost && !ended) {
        struct nh_error err = {0};
        status = nh_frame_read(in, waiting, &frame, &ended, &err);
        if (status)
            session.over = true;
        else if (!ended)
            status = handle(&session, &frame, &message, &err);
        if (status)
            say(&session, &(struct nh_reply){.type = NH_REPLY_ERROR, .error = &err});
        if (session.over)
            fprintf(stderr, "nss-helper-host: %s: %s\n", nh_status_name(status), err.message);
    }
    nh_spool_drop(&session.spool);
    nh_journal_close(&session.journal);
    nh_message_reset(&message);
    nh_buf_reset(&frame);
    return session.over ? status : session.lost;
}
