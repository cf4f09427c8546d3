/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/attendant.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* One message there, one back. */
struct request {
    unsigned errand;
    char text[PATH_MAX];
};

static int line = -1; /* to the attendant */

union room {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof(int))];
};

/* The descriptor that goes with it is closed here. */
static bool answer(int to, struct nh_errand_reply *reply)
{
    union room room = {.bytes = ""};
    struct iovec part = {reply, offsetof(struct nh_errand_reply, fd)};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (reply->fd >= 0) {
        message.msg_control = room.bytes;
        message.msg_controllen = sizeof room.bytes;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        *header = (struct cmsghdr){
            .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof(int))};
        memcpy(CMSG_DATA(header), &reply->fd, sizeof(int));
    }
    bool sent = sendmsg(to, &message, MSG_NOSIGNAL) >= 0;
    if (reply->fd >= 0)
        close(reply->fd);
    return sent;
}

static ssize_t hear(int from, void *bytes, size_t size)
{
    ssize_t length;
    while ((length = recv(from, bytes, size, 0)) < 0 && errno == EINTR)
        continue;
    return length;
}

static void __attribute__((noreturn)) attend(int from, nh_errand_run *const table[NH_ERRANDS])
{
    struct request request;
    struct nh_errand_reply reply;
    for (;;) {
        memset(&request, 0, sizeof request);
        memset(&reply, 0, sizeof reply);
        reply.fd = -1;
        if (hear(from, &request, sizeof request) < (ssize_t)sizeof request.errand ||
            request.errand >= NH_ERRANDS)
            _exit(0);
        request.text[PATH_MAX - 1] = '\0';
        table[request.errand](request.text, &reply);
        if (!answer(from, &reply))
            _exit(0);
    }
}

/* The wishes of a terminal or a browser are its parent's to hear; whatever it starts hears them. */
static void settle(int from, pid_t parent)
{
    sigset_t wishes;
    sigemptyset(&wishes);
    sigaddset(&wishes, SIGTERM);
    sigaddset(&wishes, SIGINT);
    sigaddset(&wishes, SIGHUP);
    sigprocmask(SIG_BLOCK, &wishes, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NAME, "nss-helper-aide");
    if (getppid() != parent || dup3(from, STDERR_FILENO + 1, O_CLOEXEC) < 0)
        _exit(1);
    close_range(STDERR_FILENO + 2, ~0U, 0);
}

void nh_attendant_start(nh_errand_run *const table[NH_ERRANDS])
{
    int ends[2];
    pid_t parent = getpid();
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        return;
    pid_t child = fork();
    if (child == 0) {
        settle(ends[1], parent);
        attend(STDERR_FILENO + 1, table);
    }
    close(ends[1]);
    if (child > 0)
        line = ends[0];
    else
        close(ends[0]);
}

bool nh_attendant_is_there(void)
{
    return line >= 0;
}

static void take_descriptor(struct msghdr *message, struct nh_errand_reply *reply)
{
    struct cmsghdr *header = CMSG_FIRSTHDR(message);
    if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
        header->cmsg_len == CMSG_LEN(sizeof(int)))
        memcpy(&reply->fd, CMSG_DATA(header), sizeof(int));
}

static bool ask(unsigned errand, const char *text, struct nh_errand_reply *reply)
{
    struct request request = {.errand = errand};
    union room room;
    struct iovec part = {reply, offsetof(struct nh_errand_reply, fd)};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = room.bytes,
                             .msg_controllen = sizeof room.bytes};
    size_t length = strlen(text);
    if (length >= sizeof request.text)
        return false;
    memcpy(request.text, text, length);
    length += offsetof(struct request, text);
    if (send(line, &request, length, MSG_NOSIGNAL) != (ssize_t)length)
        return false;
    ssize_t came;
    while ((came = recvmsg(line, &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR)
        continue;
    take_descriptor(&message, reply);
    return came == (ssize_t)part.iov_len;
}

bool nh_attendant_does(enum nh_errand errand, const char *text, struct nh_errand_reply *reply)
{
    if (line < 0)
        return false;
    memset(reply, 0, sizeof *reply);
    reply->fd = -1;
    if (!ask(errand, text, reply)) {
        if (reply->fd >= 0)
            close(reply->fd);
        memset(reply, 0, sizeof *reply);
        reply->fd = -1;
    }
    return true;
}
