/* SPDX-License-Identifier: MPL-2.0 */
/* Close a window when the browser withdraws the request for it. */
#ifndef NH_MACHINE_WITHDRAWAL_H
#define NH_MACHINE_WITHDRAWAL_H

#include <pthread.h>
#include <stdbool.h>
#include <sys/types.h>

/* Read what has arrived on the descriptor, and return whether it withdraws the question. Called in
   a thread, at most once a window, while the caller waits for the window. */
typedef bool nh_withdrawal_reader(void *context);

/* Listen on this descriptor while a window is open; -1: don't listen. */
void nh_withdrawal_listen(int fd, nh_withdrawal_reader *reader, void *context);

struct nh_withdrawal {
    pthread_t thread;
    pid_t window;
    int end;   /* eventfd: tells the thread that the window has closed */
    bool runs; /* the thread is running */
    bool came; /* the question was withdrawn, and the window was told to end */
};

/* A window is open; `window` is its process, a child that is not reaped before nh_withdrawal_end.
   Without a listener or a thread, nothing closes it. */
void nh_withdrawal_begin(struct nh_withdrawal *withdrawal, pid_t window);

/* The window has closed. Returns whether that was because the question was withdrawn. */
bool nh_withdrawal_end(struct nh_withdrawal *withdrawal);

#endif
