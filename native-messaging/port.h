/* SPDX-License-Identifier: MPL-2.0 */
/* One port: what the host knows during its conversation, and how it speaks. */
#ifndef NH_PORT_H
#define NH_PORT_H

#include "base/status.h"
#include "message.h"
#include <stdbool.h>

struct nh_installation;
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
    bool locked;                  /* the profile has a primary password */
    bool answering;               /* between "answer" or "file" and "end" */
    bool may_ask;                 /* for a password at its end: the person is there */
    bool is_file;                 /* the person has chosen it */
    char file[NH_STRING_MAX + 1]; /* its name, or "" */
    struct nh_error missed;       /* why the response could not be kept: told at its end */
    bool over;                    /* the port ends after this reply */
    enum nh_status lost;          /* the browser can't be reached any more */
};

/* To the browser. The work goes on when nobody listens any more. */
void nh_port_say(struct nh_port *port, const struct nh_reply *reply);

/* A window opens, and the browser has to wait for the person. */
void nh_port_say_asking(struct nh_port *port, const char *what);

void nh_port_say_installed(struct nh_port *port, const char *response,
                           const struct nh_installation *done);

/* Ask for the primary password of the profile, as nh_unlock_ask. */
enum nh_status nh_port_unlock(struct nh_port *port, struct nh_error *err);

/* One kind of request. An error that it returns is the reply; else it has said its own. */
typedef enum nh_status nh_port_handler(struct nh_port *port, const struct nh_message *message,
                                       struct nh_error *err);

#endif
