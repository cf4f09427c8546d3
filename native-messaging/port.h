/* SPDX-License-Identifier: MPL-2.0 */
/* One port: what the host knows during its conversation, and how it speaks. */
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

/* A message that came while a window was open. It has its turn when that request has its reply. */
struct nh_ahead {
    bool came;
    bool ended; /* the input has */
    enum nh_status status;
    struct nh_error err;
    struct nh_buf frame;
};

struct nh_port {
    int in, out; /* descriptors of the browser's pipes, the caller's */
    struct nh_ahead ahead;
    const struct nh_profile *profile; /* the caller's; of no use where `refused` has a status */
    const struct nh_error *refused;   /* why there is no profile; the caller's */
    struct nh_journal *journal;       /* NULL before hello */
    struct nh_spool *spool;           /* of the response that arrives, or NULL */
    bool greeted;                     /* hello was answered */
    bool arriving;                    /* between "answer" or "file" and "end" */
    bool may_ask;                     /* for a password at its end: the person is there */
    bool is_file;                     /* the person has chosen it */
    char file[NH_STRING_MAX + 1];     /* its name, or "" */
    bool is_preview;                  /* of a file: nothing of it is stored */
    struct nh_buf previewed;          /* its bytes */
    struct nh_prepared prepared;      /* a key, before the person presses */
    struct nh_error missed;           /* why the response could not be kept: told at its end */
    bool has_turn;                    /* to open windows, see machine/turn.h */
    bool over;                        /* the port ends after this reply */
    enum nh_status lost;              /* the browser can't be reached any more */
};

/* To the browser; the reply is deleted. NULL: there was no memory to put it together, and that is
   said. The work goes on when nobody listens any more. */
void nh_port_say(struct nh_port *port, struct cJSON *reply);

/* A window opens, and the browser has to wait for the person: the reply "asking" says so. `what` is
   its field "for": "file", "profile", "new", "made". NH_BUSY while another host has one
   open: then none may. Once this one had its turn, it keeps it to its end. */
enum nh_status nh_port_begin_asking(struct nh_port *port, const char *what, struct nh_error *err);

/* Ask for the primary password of the profile, as nh_unlock_ask. */
enum nh_status nh_port_unlock(struct nh_port *port, struct nh_error *err);

/* Who answers one kind of request: reads its fields first, and is called once more after the
   profile was unlocked. An error that it returns is the reply; else it has said its own. */
typedef enum nh_status nh_port_handler(struct nh_port *port, struct nh_message *message,
                                       struct nh_error *err);

#endif
