/* SPDX-License-Identifier: MPL-2.0 */
/* A port: the state of the host during a conversation, and how it replies. */
#ifndef NH_PORT_H
#define NH_PORT_H

#include "base/buf.h"
#include "base/status.h"
#include "lifecycle/prepared.h"
#include "message.h"
#include <stdbool.h>

struct nh_journal;
struct nh_profile;
struct nh_spool;

/* A message that arrived while a window was open. It is handled after the reply to that request. */
struct nh_ahead {
    bool came;
    bool ended; /* the input has ended */
    enum nh_status status;
    struct nh_error err;
    struct nh_buf frame;
};

struct nh_port {
    int in, out; /* the browser's pipes, owned by the caller */
    struct nh_ahead ahead;
    const struct nh_profile *profile; /* the caller's; not valid if `refused` has a status */
    const struct nh_error *refused;   /* why there is no profile; the caller's */
    struct nh_journal *journal;       /* NULL before hello */
    struct nh_spool *spool;           /* the response that is arriving, or NULL */
    bool greeted;                     /* hello was answered */
    bool confined;                    /* the first request has come, confined.h */
    unsigned needs;                   /* what that one needs, enum nh_need */
    bool arriving;                    /* between "answer" or "file" and "end" */
    bool may_ask;                     /* at its end, a window may ask for a password */
    bool is_file;                     /* it is a file that the person has chosen */
    char file[NH_STRING_MAX + 1];     /* its name, or "" */
    bool is_preview;                  /* of a file, of which nothing is stored */
    struct nh_buf previewed;          /* its bytes */
    struct nh_prepared prepared;      /* a key made in advance */
    struct nh_error missed;           /* why the response could not be stored; sent at its end */
    bool has_turn;                    /* may open windows, see machine/turn.h */
    bool over;                        /* the port ends after this reply */
    enum nh_status lost;              /* why nothing can be written to the browser, or NH_OK */
};

/* Send a reply and delete it. NULL means that memory ran out, and sends that error. If the browser
   is gone, the failure is only noted in port->lost, and the work continues. */
void nh_port_say(struct nh_port *port, struct cJSON *reply);

/* Call it before a window is opened: sends "asking", as the browser has to wait for the person.
   `what` is its field "for": "file", "profile", "new" or "made". NH_BUSY while another host has a
   window open. A host keeps its turn until it ends. */
enum nh_status nh_port_begin_asking(struct nh_port *port, const char *what, struct nh_error *err);

/* Ask for the primary password of the profile, with the errors of nh_unlock_ask. */
enum nh_status nh_port_unlock(struct nh_port *port, struct nh_error *err);

/* Handles one kind of request. It reads the fields first, and is called again after the profile was
   unlocked. If it returns an error, that is sent as the reply; otherwise it has sent its own. */
typedef enum nh_status nh_port_handler(struct nh_port *port, struct nh_message *message,
                                       struct nh_error *err);

#endif
