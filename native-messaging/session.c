/* SPDX-License-Identifier: MPL-2.0 */
#include "session.h"

#include "ask.h"
#include "export.h"
#include "files.h"
#include "frame.h"
#include "inventory.h"
#include "issuance.h"
#include "message.h"
#include "profile.h"
#include "resume.h"
#include "room.h"
#include "runtime.h"
#include "spool.h"
#include "store.h"
#include "unfinished.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct session {
    int out;
    const struct nh_profile *profile;
    const struct nh_error *refused;
    struct nh_journal *journal;
    struct nh_spool *spool;
    char language[NH_STRING_MAX + 1];
    bool greeted;
    bool locked;             /* the profile has a primary password */
    bool answering;          /* between "answer" or "file" and "end" */
    bool may_ask;            /* for a password at its end: the person is there */
    bool is_file;            /* the person has chosen it */
    char file[NH_STRING_MAX + 1]; /* its name, or "" */
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

static size_t count_new(const struct nh_answers *answers)
{
    size_t count = 0;
    for (size_t i = 0; i < answers->count; i++)
        count += !answers->items[i].known;
    return count;
}

static void say_installed(struct session *session, const char *id,
                          const struct nh_installation *done)
{
    struct nh_answers answers = nh_installation_answers(done);
    const struct nh_answer *found = answers.items;
    struct nh_answers others = {answers.items + 1, answers.count - 1};
    say(session, &(struct nh_reply){.type = NH_REPLY_INSTALLED,
                                    .answer = id,
                                    .job = done->job,
                                    .site = done->site,
                                    .identity = found->identity,
                                    .proof = &done->proof,
                                    .known = found->known,
                                    .others = &others,
                                    .identities = count_new(&answers),
                                    .intermediates = found->intermediates});
}

/* A window opens, and the browser has to wait for the person. */
static void say_asking(struct session *session, const char *what)
{
    say(session, &(struct nh_reply){.type = NH_REPLY_ASKING, .asking = what});
}

static enum nh_status unlock(struct session *session, struct nh_error *err)
{
    say_asking(session, "profile");
    return nh_ask_unlock(session->profile->path, session->profile->name, session->language, err);
}

/* The greeting, and what the replay at this start has brought to its end. */
static void say_hello(struct session *session, const struct nh_resumption *resumption)
{
    size_t installed = 0;
    for (size_t i = 0; i < resumption->count; i++)
        installed += resumption->items[i].status == NH_OK;
    say(session, &(struct nh_reply){.type = NH_REPLY_HELLO,
                                    .profile = session->profile,
                                    .locked = session->locked,
                                    .nss_version = nh_runtime_nss_version(),
                                    .nss_folder = nh_runtime_nss_folder(),
                                    .resumed = installed});
    for (size_t i = 0; i < resumption->count; i++) {
        const struct nh_resumed *item = &resumption->items[i];
        if (!item->status)
            say_installed(session, item->answer, &item->installation);
    }
}

static enum nh_status hello(struct session *session, const struct nh_message *message,
                            struct nh_error *err)
{
    struct nh_resumption resumption = {0};
    const char *path = session->profile->path;
    enum nh_status status = NH_OK;
    if (session->refused->status) {
        *err = *session->refused;
        status = err->status;
    }
    if (!status)
        status = nh_journal_open(path, &session->journal, err);
    if (!status)
        status = nh_issuance_check(path, &session->locked, err);
    if (!status)
        status = nh_resume(session->journal, path, message->language, &resumption, err);
    if (status) {
        session->over = true;
        return status;
    }
    memcpy(session->language, message->language, sizeof session->language);
    session->greeted = true;
    say_hello(session, &resumption);
    nh_resumption_reset(&resumption);
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
    status = nh_issuance_begin(session->journal, session->profile->path, &job, message->challenge,
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
    session->is_file = message->type == NH_MESSAGE_FILE;
    session->may_ask = session->is_file || strcmp(message->ask, "yes") == 0;
    session->missed = (struct nh_error){0};
    memcpy(session->file, message->name, sizeof session->file);
    nh_spool_begin(session->journal, message->site, &session->spool, &session->missed);
    return NH_OK;
}

/* It broke off: its room goes back to the job that it was reserved for. */
static void drop_answer(struct session *session)
{
    if (!session->spool)
        return;
    nh_spool_close(&session->spool);
    nh_room_balance(session->journal);
}

static enum nh_status bytes(struct session *session, const struct nh_message *message,
                            struct nh_error *err)
{
    if (!session->spool)
        return NH_OK;
    if (!nh_spool_add(session->spool, message->data.data, message->data.length, &session->missed))
        return NH_OK;
    drop_answer(session);
    if (session->missed.status != NH_TOO_LARGE)
        return NH_OK;
    session->over = true;
    *err = session->missed;
    return err->status;
}

/* What the person is asked for, for one answer. */
struct wish {
    bool agreed;  /* the person has said yes to it */
    bool may_ask; /* and is there to type a password */
    bool just_came;
};

static enum nh_status ask_for_file(struct session *session, const char *site, int tried,
                                   struct nh_buf *password, struct nh_error *err)
{
    bool from_site = !*session->file && *site;
    const char *host = strstr(site, "://");
    say_asking(session, "file");
    return nh_ask_file(from_site ? (host ? host + 3 : site) : session->file, from_site, tried,
                       session->language, password, err);
}

/* Again with what the person types, as long as a password is what it lacks. */
static enum nh_status install_asking(struct session *session, struct nh_spool *spool,
                                     const struct wish *wish, struct nh_installation *done,
                                     struct nh_error *err)
{
    struct nh_buf password = {0};
    enum nh_status status = NH_OK;
    bool unlocked = false;
    for (int tried = 0; !status; ) {
        status = nh_issuance_install(session->journal, session->profile->path, session->language,
                                     spool, wish->agreed, (const char *)password.data, done, err);
        nh_buf_reset(&password);
        if (status == NH_PRIMARY_PASSWORD && wish->may_ask && !unlocked) {
            unlocked = true;
            status = unlock(session, err);
        } else if (status == NH_PASSWORD && wish->may_ask && tried < NH_ASK_TRIES) {
            status = ask_for_file(session, done->site, tried++, &password, err);
        } else {
            break;
        }
        if (!status)
            nh_installation_reset(done);
    }
    nh_buf_reset(&password);
    return status;
}

/* The extension has the bytes of what was refused, but for a file with keys, and is told
   so. A file that the person has chosen stays where it is. */
static bool keep(struct session *session, struct nh_spool *spool, const struct wish *wish,
                 const struct nh_installation *done, enum nh_status status)
{
    bool drop = wish->just_came &&
                (session->is_file || (nh_issuance_is_refused(status) && !done->brings_keys));
    return !drop || nh_spool_remove(spool, NULL);
}

/* The last reply to "end", "look" and "install". */
static void install_and_say(struct session *session, struct nh_spool *spool,
                            const struct wish *wish)
{
    struct nh_installation done = {0};
    struct nh_error err = {0};
    enum nh_status status = install_asking(session, spool, wish, &done, &err);
    if (!status)
        say_installed(session, nh_spool_id(spool), &done);
    else
        say(session, &(struct nh_reply){
                         .type = NH_REPLY_ERROR,
                         .error = &err,
                         .answer = keep(session, spool, wish, &done, status) ? nh_spool_id(spool)
                                                                            : NULL,
                         .reason = done.reason,
                         .identity = done.answer.identity,
                         .proof = done.tried ? &done.proof : NULL});
    nh_installation_reset(&done);
}

static enum nh_status end(struct session *session, const struct nh_message *message,
                          struct nh_error *err)
{
    (void)message;
    session->answering = false;
    if (!session->spool) {
        *err = session->missed;
        return err->status;
    }
    enum nh_status status = nh_spool_end(session->spool, err);
    if (!status) {
        say(session, &(struct nh_reply){.type = NH_REPLY_RECEIVED,
                                        .answer = nh_spool_id(session->spool)});
        struct wish wish = {session->is_file, session->may_ask, true};
        install_and_say(session, session->spool, &wish);
    }
    nh_spool_close(&session->spool);
    return status;
}

static enum nh_status try_kept(struct session *session, const char *id, const struct wish *wish,
                               struct nh_error *err)
{
    struct nh_spool *spool = NULL;
    *session->file = '\0';
    enum nh_status status = nh_spool_open(session->journal, id, &spool, err);
    if (!status)
        install_and_say(session, spool, wish);
    nh_spool_close(&spool);
    return status;
}

static enum nh_status install(struct session *session, const struct nh_message *message,
                              struct nh_error *err)
{
    return try_kept(session, message->id, &(struct wish){true, true, false}, err);
}

static enum nh_status look(struct session *session, const struct nh_message *message,
                           struct nh_error *err)
{
    struct wish wish = {false, strcmp(message->ask, "yes") == 0, false};
    return try_kept(session, message->id, &wish, err);
}

static enum nh_status discard(struct session *session, const struct nh_message *message,
                              struct nh_error *err)
{
    enum nh_status status = nh_discard(session->journal, message->id, err);
    if (!status)
        say(session, &(struct nh_reply){.type = NH_REPLY_OK});
    return status;
}

static enum nh_status save(struct session *session, const struct nh_message *message,
                           struct nh_error *err)
{
    char *path = NULL;
    enum nh_status status = nh_save(session->journal, message->id, &path, err);
    if (!status)
        say(session, &(struct nh_reply){.type = NH_REPLY_SAVED, .path = path});
    free(path);
    return status;
}

static enum nh_status jobs(struct session *session, const struct nh_message *message,
                           struct nh_error *err)
{
    struct nh_unfinished unfinished = {0};
    (void)message;
    enum nh_status status = nh_unfinished_list(session->journal, &unfinished, err);
    if (!status)
        say(session, &(struct nh_reply){.type = NH_REPLY_JOBS, .unfinished = &unfinished});
    nh_unfinished_reset(&unfinished);
    return status;
}

static enum nh_status forget(struct session *session, const struct nh_message *message,
                             struct nh_error *err)
{
    enum nh_status status =
        nh_forget(session->journal, session->profile->path, message->id, err);
    if (!status)
        say(session, &(struct nh_reply){.type = NH_REPLY_OK});
    return status;
}

static enum nh_status identities(struct session *session, const struct nh_message *message,
                                 struct nh_error *err)
{
    struct nh_inventory inventory = {0};
    (void)message;
    enum nh_status status =
        nh_inventory_read(session->journal, session->profile->path, &inventory, err);
    if (!status)
        say(session, &(struct nh_reply){.type = NH_REPLY_IDENTITIES, .inventory = &inventory});
    nh_inventory_reset(&inventory);
    return status;
}

/* A new one for a file with the identity of that name: typed, or made and shown. */
static enum nh_status ask_for_new(struct session *session, const struct nh_target *target,
                                  bool made, const char *name, struct nh_buf *password,
                                  struct nh_error *err)
{
    say_asking(session, made ? "made" : "new");
    return made ? nh_ask_made(name, session->language, password, err)
                : nh_ask_new(name, target->ascii, session->language, password, err);
}

static enum nh_status export_for(struct session *session, const struct nh_target *target,
                                 const char *fingerprint, bool made, char **path,
                                 struct nh_error *err)
{
    const struct nh_export_place downloads = {NULL, false};
    const char *profile = session->profile->path;
    struct nh_buf password = {0};
    char *name = NULL;
    enum nh_status status = nh_export_name(profile, fingerprint, &name, err);
    if (!status)
        status = ask_for_new(session, target, made, name, &password, err);
    if (!status)
        status = nh_export_write(session->journal, profile, fingerprint, target,
                                 (const char *)password.data, NULL, &downloads, path, err);
    nh_buf_reset(&password);
    free(name);
    return status;
}

static enum nh_status export(struct session *session, const struct nh_message *message,
                             struct nh_error *err)
{
    const struct nh_target *target = NULL;
    struct nh_names steps = {0};
    char *path = NULL;
    enum nh_status status = nh_target_find(message->export_for, &target, err);
    if (!status && target->wifi)
        status = nh_fail(err, NH_USAGE, NULL, "A Wi-Fi profile needs the network's settings.");
    if (!status)
        status = export_for(session, target, message->fingerprint,
                            strcmp(message->password, "made") == 0, &path, err);
    if (!status)
        status = nh_target_steps(target, session->language, path, &steps, err);
    if (!status)
        say(session, &(struct nh_reply){.type = NH_REPLY_EXPORTED, .path = path, .steps = &steps});
    nh_names_reset(&steps);
    free(path);
    return status;
}

static enum nh_status (*const handlers[])(struct session *session,
                                          const struct nh_message *message,
                                          struct nh_error *err) = {
    [NH_MESSAGE_HELLO] = hello, [NH_MESSAGE_ISSUE] = issue, [NH_MESSAGE_SENT] = sent,
    [NH_MESSAGE_ANSWER] = answer, [NH_MESSAGE_FILE] = answer, [NH_MESSAGE_BYTES] = bytes,
    [NH_MESSAGE_END] = end, [NH_MESSAGE_INSTALL] = install, [NH_MESSAGE_LOOK] = look,
    [NH_MESSAGE_DISCARD] = discard, [NH_MESSAGE_JOBS] = jobs, [NH_MESSAGE_FORGET] = forget,
    [NH_MESSAGE_SAVE] = save, [NH_MESSAGE_IDENTITIES] = identities, [NH_MESSAGE_EXPORT] = export,
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
    if (status) {
        session->over = true;
        return status;
    }
    status = handlers[message->type](session, message, err);
    /* Nothing was done yet: the databases come first. */
    if (status == NH_PRIMARY_PASSWORD && session->greeted) {
        status = unlock(session, err);
        if (!status)
            status = handlers[message->type](session, message, err);
    }
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
    drop_answer(&session);
    nh_store_lock();
    nh_journal_close(&session.journal);
    nh_message_reset(&message);
    nh_buf_reset(&frame);
    return session.over ? status : session.lost;
}
