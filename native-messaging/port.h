/* SPDX-License-Identifier: MPL-2.0 */
/* One port: what the host knows during its conversation, and how it speaks. */
#ifndef NH_PORT_H
#define NH_PORT_H

#include "base/status.h"
#include "message.h"
#include <stdbool.h>

struct nh_journal;
struct nh_profile;
struct nh_spool;

struct nh_port {
    int out;
    const struct nh_profile *profile;
    const struct nh_error *refused;
    struct nh_journal *journal;
    struct nh_spool *spool;
    char language[NH_STRING_MAX + 1];
    bool greeted;
    bool arriving;                /* between "answer" or "file" and "end" */
    bool may_ask;                 /* for a password at its end: the person is there */
    bool is_file;                 /* the person has chosen it */
    char file[NH_STRING_MAX + 1]; /* its name, or "" */
    struct nh_error missed;       /* why the response could not be kept: told at its end */
    bool over;                    /* the port ends after this reply */
    enum nh_status lost;          /* the browser can't be reached any more */
};

/* To the browser; the reply is deleted. NULL: there was no memory to put it together, and that is
   said. The work goes on when nobody listens any more. */
void nh_port_say(struct nh_port *port, struct cJSON *reply);

/* A window opens, and the browser has to wait for the person. */
void nh_port_say_asking(struct nh_port *port, const char *what);

/* Ask for the primary password of the profile, as nh_unlock_ask. */
enum nh_status nh_port_unlock(struct nh_port *port, struct nh_error *err);

/* Who answers one kind of request: reads its fields first, and is called once more after the
   profile was unlocked. An error that it returns is the reply; else it has said its own. */
typedef enum nh_status nh_port_handler(struct nh_port *port, struct nh_message *message,
                                       struct nh_error *err);

#endif
