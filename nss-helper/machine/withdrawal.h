/* SPDX-License-Identifier: MPL-2.0 */
/* Whoever has wanted a window may take that back while it is open: the host, for its browser. */
#ifndef NH_MACHINE_WITHDRAWAL_H
#define NH_MACHINE_WITHDRAWAL_H

#include <pthread.h>
#include <stdbool.h>
#include <sys/types.h>

/* Something has come on the descriptor: read it. Does it take the question back? Called in a thread
   of its own, at most once a window, while the caller waits for that window. */
typedef bool nh_withdrawal_reader(void *context);

/* From now on listen on this descriptor while a window is open. -1: on none. */
void nh_withdrawal_listen(int fd, nh_withdrawal_reader *reader, void *context);

struct nh_withdrawal {
    pthread_t thread;
    pid_t window;
    int end;   /* tells the thread that the window has closed */
    bool runs; /* there is a thread */
    bool came; /* the question was taken back, and the window told to end */
};

/* The window of this process, a child that lives until nh_withdrawal_end at least, is open. Without
   a listener, or memory for a thread, nothing closes it. */
void nh_withdrawal_begin(struct nh_withdrawal *withdrawal, pid_t window);

/* It has closed. Was that because the question was taken back? */
bool nh_withdrawal_end(struct nh_withdrawal *withdrawal);

#endif
