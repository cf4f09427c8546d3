/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Who does for a confined process (confine.h) what that one can't do any more: a child that was
 * started before, and does a few errands and nothing else. It ends with its parent.
 */
#ifndef NH_MACHINE_ATTENDANT_H
#define NH_MACHINE_ATTENDANT_H

#include <limits.h>
#include <stdbool.h>

enum nh_errand {
    NH_ERRAND_WINDOW, /* start the pinentry, in the language text: number is its process, or 0; fd
                         speaks to it */
    NH_ERRAND_END,    /* end the one that runs: it is not wanted any more */
    NH_ERRAND_WAIT,   /* until it has ended */
    NH_ERRAND_SHOW,   /* a file in the file manager: number is 1 if that could be done */
    NH_ERRAND_HOLDER, /* which process has this file open: number, as nh_process_holding */
    NH_ERRAND_FOLDER, /* of this process's program: text, as nh_process_folder; "" for none */
    NH_ERRAND_GROUP,  /* number is 1 if this group is the user's own, as nh_group_is_own */
};
#define NH_ERRANDS 7

struct nh_errand_reply {
    long number;
    char text[PATH_MAX];
    int fd; /* -1, or the caller's to close */
};

typedef void nh_errand_run(const char *text, struct nh_errand_reply *reply);

/* Start it, with what it does for each errand. It keeps no descriptor but the first three. Before
   any thread; without it everything is done by this process itself. */
void nh_attendant_start(nh_errand_run *const table[NH_ERRANDS]);

/* Was one started? */
bool nh_attendant_is_there(void);

/* Send it on an errand, and wait. False, and nothing was done, where there is none: the caller does
   it itself. One that has ended does nothing: *reply is zero then. */
bool nh_attendant_does(enum nh_errand errand, const char *text, struct nh_errand_reply *reply);

#endif
