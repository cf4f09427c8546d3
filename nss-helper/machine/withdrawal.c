/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/withdrawal.h"

#include "machine/attendant.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

static struct {
    int fd;
    nh_withdrawal_reader *reader;
    void *context;
} listener = {.fd = -1};

void nh_withdrawal_listen(int fd, nh_withdrawal_reader *reader, void *context)
{
    listener.fd = fd;
    listener.reader = reader;
    listener.context = context;
}

/* It may be the attendant's child. */
static void close_window(pid_t window)
{
    struct nh_errand_reply reply;
    if (!nh_attendant_does(NH_ERRAND_END, "", &reply))
        kill(window, SIGTERM);
}

static void *listen_for(void *context)
{
    struct nh_withdrawal *withdrawal = context;
    struct pollfd inputs[] = {{.fd = withdrawal->end, .events = POLLIN},
                              {.fd = listener.fd, .events = POLLIN}};
    while (poll(inputs, 2, -1) < 0 && errno == EINTR)
        continue;
    if (!inputs[0].revents && inputs[1].revents && listener.reader(listener.context)) {
        withdrawal->came = true;
        close_window(withdrawal->window);
    }
    return NULL;
}

void nh_withdrawal_begin(struct nh_withdrawal *withdrawal, pid_t window)
{
    *withdrawal = (struct nh_withdrawal){.window = window, .end = -1};
    if (listener.fd < 0 || window <= 0)
        return;
    withdrawal->end = eventfd(0, EFD_CLOEXEC);
    withdrawal->runs = withdrawal->end >= 0 &&
                       pthread_create(&withdrawal->thread, NULL, listen_for, withdrawal) == 0;
}

bool nh_withdrawal_end(struct nh_withdrawal *withdrawal)
{
    static const uint64_t one = 1;
    if (withdrawal->runs && write(withdrawal->end, &one, sizeof one) == sizeof one)
        pthread_join(withdrawal->thread, NULL);
    if (withdrawal->end >= 0)
        close(withdrawal->end);
    withdrawal->runs = false;
    return withdrawal->came;
}
