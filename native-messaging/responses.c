/* SPDX-License-Identifier: MPL-2.0 */
#include "responses.h"

#include "browser/profile.h"
#include "journal/room.h"
#include "journal/spool.h"
#include "lifecycle/issuance.h"
#include "lifecycle/resume.h"
#include "machine/ask.h"

#include <stdlib.h>
#include <string.h>

enum nh_status nh_on_response(struct nh_port *port, const struct nh_message *message,
                              struct nh_error *err)
{
    (void)err;
    port->answering = true;
    port->is_file = message->type == NH_MESSAGE_FILE;
    port->may_ask = port->is_file || strcmp(message->ask, "yes") == 0;
    port->missed = (struct nh_error){0};
    memcpy(port->file, message->name, sizeof port->file);
    nh_spool_begin(port->journal, message->site, &port->spool, &port->missed);
    return NH_OK;
}

void nh_port_drop_response(struct nh_port *port)
{
    if (!port->spool)
        return;
    nh_spool_close(&port->spool);
    nh_room_balance(port->journal);
}

enum nh_status nh_on_bytes(struct nh_port *port, const struct nh_message *message,
                           struct nh_error *err)
{
    if (!port->spool)
        return NH_OK;
    if (!nh_spool_add(port->spool, message->data.data, message->data.length, &port->missed))
        return NH_OK;
    nh_port_drop_response(port);
    if (port->missed.status != NH_TOO_LARGE)
        return NH_OK;
    port->over = true;
    *err = port->missed;
    return err->status;
}

/* What the person is asked for, for one response. */
struct wish {
    bool agreed;  /* the person has said yes to it */
    bool may_ask; /* and is there to type a password */
    bool just_came;
};

static enum nh_status ask_for_file(struct nh_port *port, const char *site, int tried,
                                   struct nh_buf *password, struct nh_error *err)
{
    bool from_site = !*port->file && *site;
    const char *host = strstr(site, "://");
    nh_port_say_asking(port, "file");
    return nh_ask_file(from_site ? (host ? host + 3 : site) : port->file, from_site, tried,
                       port->language, password, err);
}

/* Again with what the person types, as long as a password is what it lacks. */
static enum nh_status install_asking(struct nh_port *port, struct nh_spool *spool,
                                     const struct wish *wish, struct nh_installation *done,
                                     struct nh_error *err)
{
    struct nh_buf password = {0};
    enum nh_status status = NH_OK;
    bool unlocked = false;
    for (int tried = 0; !status;) {
        status = nh_issuance_install(port->journal, port->profile->path, port->language, spool,
                                     wish->agreed, (const char *)password.data, done, err);
        nh_buf_reset(&password);
        if (status == NH_PRIMARY_PASSWORD && wish->may_ask && !unlocked) {
            unlocked = true;
            status = nh_port_unlock(port, err);
        } else if (status == NH_PASSWORD && wish->may_ask && tried < NH_ASK_TRIES) {
            status = ask_for_file(port, done->site, tried++, &password, err);
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
static bool keep(struct nh_port *port, struct nh_spool *spool, const struct wish *wish,
                 const struct nh_installation *done, enum nh_status status)
{
    bool drop = wish->just_came &&
                (port->is_file || (nh_issuance_is_refused(status) && !done->brings_keys));
    return !drop || nh_spool_remove(spool, NULL);
}

/* The last reply to "end", "look" and "install". */
static void install_and_say(struct nh_port *port, struct nh_spool *spool, const struct wish *wish)
{
    struct nh_installation done = {0};
    struct nh_error err = {0};
    enum nh_status status = install_asking(port, spool, wish, &done, &err);
    if (!status)
        nh_port_say_installed(port, nh_spool_id(spool), &done);
    else
        nh_port_say(port, &(struct nh_reply){.type = NH_REPLY_ERROR,
                                             .error = &err,
                                             .response = keep(port, spool, wish, &done, status)
                                                             ? nh_spool_id(spool)
                                                             : NULL,
                                             .reason = done.reason,
                                             .identity = done.incoming.identity,
                                             .proof = done.tried ? &done.proof : NULL});
    nh_installation_reset(&done);
}

enum nh_status nh_on_end(struct nh_port *port, const struct nh_message *message,
                         struct nh_error *err)
{
    (void)message;
    port->answering = false;
    if (!port->spool) {
        *err = port->missed;
        return err->status;
    }
    enum nh_status status = nh_spool_end(port->spool, err);
    if (!status) {
        nh_port_say(port, &(struct nh_reply){.type = NH_REPLY_RECEIVED,
                                             .response = nh_spool_id(port->spool)});
        struct wish wish = {port->is_file, port->may_ask, true};
        install_and_say(port, port->spool, &wish);
    }
    nh_spool_close(&port->spool);
    return status;
}

static enum nh_status try_kept(struct nh_port *port, const char *id, const struct wish *wish,
                               struct nh_error *err)
{
    struct nh_spool *spool = NULL;
    *port->file = '\0';
    enum nh_status status = nh_spool_open(port->journal, id, &spool, err);
    if (!status)
        install_and_say(port, spool, wish);
    nh_spool_close(&spool);
    return status;
}

enum nh_status nh_on_install(struct nh_port *port, const struct nh_message *message,
                             struct nh_error *err)
{
    return try_kept(port, message->id, &(struct wish){true, true, false}, err);
}

enum nh_status nh_on_look(struct nh_port *port, const struct nh_message *message,
                          struct nh_error *err)
{
    struct wish wish = {false, strcmp(message->ask, "yes") == 0, false};
    return try_kept(port, message->id, &wish, err);
}

enum nh_status nh_on_discard(struct nh_port *port, const struct nh_message *message,
                             struct nh_error *err)
{
    enum nh_status status = nh_discard(port->journal, message->id, err);
    if (!status)
        nh_port_say(port, &(struct nh_reply){.type = NH_REPLY_OK});
    return status;
}

enum nh_status nh_on_save(struct nh_port *port, const struct nh_message *message,
                          struct nh_error *err)
{
    char *path = NULL;
    enum nh_status status = nh_save(port->journal, message->id, &path, err);
    if (!status)
        nh_port_say(port, &(struct nh_reply){.type = NH_REPLY_SAVED, .path = path});
    free(path);
    return status;
}
