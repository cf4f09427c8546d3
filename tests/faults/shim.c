/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Loaded before the C library (LD_PRELOAD): makes one call fail. Only in programs whose
 * name starts with "nss-helper", and there only calls on files below one folder and on
 * pipes. What it did to the disk is written down by power/shim.c, not here.
 *
 *   NH_FAULT_BELOW=FOLDER  counts what changes files below it: write, sync, rename, unlink,
 *                          truncate, fallocate, mkdir, link, an open that creates; and
 *                          reads and writes of pipes. NH_FAULT_OPENS: the other opens, too
 *                          Calls on sockets of the Internet (connect, send, recv) have a count
 *                          of their own, n1, n2 …: how many there are differs from run to run
 *   NH_FAULT=WHAT:N        at the N-th of them WHAT is "kill" (before the call is made), "short"
 *                          (half of the bytes are written) or an errno's number; "memory"
 *                          counts malloc, calloc and realloc from main on instead
 *   NH_FAULT=WHAT:N+       from the N-th on
 *   NH_FAULT_LOG=FILE      each counted call, "N NAME PATH"; who got no memory,
 *                          "N memory LIBRARY"; and at the end "N end", N allocations
 */
#include "preload.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SHORT (-1)
#define KILL (-2)
#define MEMORY (-3)

static struct {
    bool on;
    bool opens;
    char below[PATH_MAX];
    int log;  /* -1: none. Open from the beginning: later the host may write nowhere */
    int what; /* an errno or one of the above; 0: nothing fails */
    long at;
    bool onwards;
    bool network; /* `at` counts those on sockets */
    long calls;
    long network_calls;
    long allocations;
} plan;

static int what_of(const char *word)
{
    return strncmp(word, "kill", 4) == 0     ? KILL
           : strncmp(word, "short", 5) == 0  ? SHORT
           : strncmp(word, "memory", 6) == 0 ? MEMORY
                                             : atoi(word);
}

/* At a descriptor above those that programs expect to get. */
static int open_log(const char *path)
{
    int fd =
        (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int far = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 200);
    if (far < 0)
        abort();
    syscall(SYS_close, fd);
    return far;
}

static void read_plan(void)
{
    const char *below = getenv("NH_FAULT_BELOW"), *log = getenv("NH_FAULT_LOG");
    const char *fault = getenv("NH_FAULT"), *done = getenv("NH_FAULT_DONE");
    const char *number = fault ? strchr(fault, ':') : NULL;
    if (!below || strncmp(program_invocation_short_name, "nss-helper", 10) != 0)
        return;
    snprintf(plan.below, sizeof plan.below, "%s/", below);
    plan.log = log ? open_log(log) : -1;
    plan.opens = getenv("NH_FAULT_OPENS") != NULL;
    if (done)
        sscanf(done, "%ld,%ld", &plan.calls, &plan.allocations);
    if (number) {
        plan.what = what_of(fault);
        plan.network = number[1] == 'n';
        plan.at = atol(number + 1 + plan.network);
        plan.onwards = strchr(number, '+') != NULL;
    }
    plan.on = true;
}

/* `prefix` is that of the count. */
static void note(const char *prefix, long number, const char *name, const char *path)
{
    char line[PATH_MAX + 64];
    if (plan.log < 0)
        return;
    int n = snprintf(line, sizeof line, "%s%ld %s %s\n", prefix, number, name, path);
    if (syscall(SYS_write, plan.log, line, n) != n)
        abort();
}

static bool is_now(long number)
{
    return plan.what && (number == plan.at || (plan.onwards && number > plan.at));
}

/* What happens to this call: 0, SHORT or an errno. */
static int fault_of(bool network, long number)
{
    if (plan.what == MEMORY || plan.network != network || !is_now(number))
        return 0;
    if (plan.what == KILL)
        syscall(SYS_tgkill, getpid(), gettid(), SIGKILL);
    return plan.what;
}

/* Counts one call. */
static int count(const char *name, const char *path)
{
    int error = errno;
    plan.calls++;
    note("", plan.calls, name, path);
    errno = error;
    return fault_of(false, plan.calls);
}

static bool is_internet(int fd)
{
    int domain = 0, error = errno;
    socklen_t size = sizeof domain;
    bool is = getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 &&
              (domain == AF_INET || domain == AF_INET6);
    errno = error;
    return is;
}

/* The same for a socket. */
static int fault_of_socket(const char *name, int fd)
{
    if (!plan.on || !is_internet(fd))
        return 0;
    int error = errno;
    plan.network_calls++;
    note("n", plan.network_calls, name, "");
    errno = error;
    return fault_of(true, plan.network_calls);
}

static int fault_of_path(const char *name, int folder, const char *path)
{
    char base[PATH_MAX] = "", link[64], whole[2 * PATH_MAX];
    if (!plan.on)
        return 0;
    if (*path != '/' && folder != AT_FDCWD) {
        int error = errno;
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t n = readlink(link, base, sizeof base - 2);
        errno = error;
        if (n > 0)
            memcpy(base + n, "/", 2);
    }
    snprintf(whole, sizeof whole, "%s%s", base, path);
    if (strncmp(whole, plan.below, strlen(plan.below)) != 0)
        return 0;
    return count(name, whole);
}

static bool is_pipe(int fd)
{
    struct stat st;
    int error = errno;
    bool pipe = fstat(fd, &st) == 0 && (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode));
    errno = error;
    return pipe;
}

static int fault_of_fd(const char *name, int fd)
{
    char path[PATH_MAX], link[64];
    if (!plan.on)
        return 0;
    int error = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    errno = error;
    path[n > 0 ? n : 0] = '\0';
    /* The watched folder itself may be synced. */
    if (strncmp(path, plan.below, strlen(plan.below) - 1) == 0)
        return count(name, path);
    return 0;
}

static int fail(int what)
{
    errno = what;
    return -1;
}

static size_t half(size_t length)
{
    return length > 1 ? length / 2 : length;
}

/* Writes to standard error are not counted as replies: they are for people. */
static int fault_of_write(const char *name, int fd, size_t *length)
{
    int what = !plan.on                             ? 0
               : fd != STDERR_FILENO && is_pipe(fd) ? count("say", "")
                                                    : fault_of_fd(name, fd);
    if (what == SHORT)
        *length = half(*length);
    return what > 0 ? what : 0;
}

ssize_t write(int fd, const void *bytes, size_t length)
{
    int what = fault_of_write("write", fd, &length);
    return what ? fail(what) : REAL(write)(fd, bytes, length);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
    int what = fault_of_write("pwrite", fd, &length);
    return what ? fail(what) : REAL(pwrite)(fd, bytes, length, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset)
{
    int what = fault_of_write("pwrite", fd, &length);
    return what ? fail(what) : REAL(pwrite64)(fd, bytes, length, offset);
}

ssize_t read(int fd, void *bytes, size_t length)
{
    int what = plan.on && is_pipe(fd) ? count("hear", "") : 0;
    if (what == SHORT)
        length = half(length);
    return what > 0 ? fail(what) : REAL(read)(fd, bytes, length);
}

ssize_t send(int fd, const void *bytes, size_t length, int flags)
{
    int what = fault_of_socket("send", fd);
    if (what == SHORT)
        length = half(length);
    return what > 0 ? fail(what) : REAL(send)(fd, bytes, length, flags);
}

ssize_t recv(int fd, void *bytes, size_t length, int flags)
{
    int what = fault_of_socket("recv", fd);
    if (what == SHORT)
        length = half(length);
    return what > 0 ? fail(what) : REAL(recv)(fd, bytes, length, flags);
}

int connect(int fd, __CONST_SOCKADDR_ARG address, socklen_t length)
{
    int what = fault_of_socket("connect", fd);
    return what > 0 ? fail(what) : REAL(connect)(fd, address, length);
}

/* Only a write can be short. Any other call is made as asked then. */
#define FAIL_FD(label, fd)                                                                         \
    int what = fault_of_fd(label, fd);                                                             \
    if (what > 0)                                                                                  \
        return fail(what);

#define FAIL_PATH(label, folder, path)                                                             \
    int what = fault_of_path(label, folder, path);                                                 \
    if (what > 0)                                                                                  \
        return fail(what);

int fsync(int fd)
{
    FAIL_FD("fsync", fd)
    return REAL(fsync)(fd);
}

int fdatasync(int fd)
{
    FAIL_FD("fdatasync", fd)
    return REAL(fdatasync)(fd);
}

int ftruncate(int fd, off_t size)
{
    FAIL_FD("ftruncate", fd)
    return REAL(ftruncate)(fd, size);
}

int ftruncate64(int fd, off64_t size)
{
    FAIL_FD("ftruncate", fd)
    return REAL(ftruncate64)(fd, size);
}

int fallocate(int fd, int mode, off_t at, off_t size)
{
    FAIL_FD("fallocate", fd)
    return REAL(fallocate)(fd, mode, at, size);
}

int fallocate64(int fd, int mode, off64_t at, off64_t size)
{
    FAIL_FD("fallocate", fd)
    return REAL(fallocate64)(fd, mode, at, size);
}

/* These two return their error. */
int posix_fallocate(int fd, off_t at, off_t size)
{
    int what = fault_of_fd("fallocate", fd);
    return what > 0 ? what : REAL(posix_fallocate)(fd, at, size);
}

int posix_fallocate64(int fd, off64_t at, off64_t size)
{
    int what = fault_of_fd("fallocate", fd);
    return what > 0 ? what : REAL(posix_fallocate64)(fd, at, size);
}

int rename(const char *from, const char *to)
{
    FAIL_PATH("rename", AT_FDCWD, to)
    return REAL(rename)(from, to);
}

int renameat(int folder, const char *from, int other, const char *to)
{
    FAIL_PATH("rename", other, to)
    return REAL(renameat)(folder, from, other, to);
}

int renameat2(int folder, const char *from, int other, const char *to, unsigned how)
{
    FAIL_PATH("rename", other, to)
    return REAL(renameat2)(folder, from, other, to, how);
}

int link(const char *from, const char *to)
{
    FAIL_PATH("link", AT_FDCWD, to)
    return REAL(link)(from, to);
}

int unlink(const char *path)
{
    FAIL_PATH("unlink", AT_FDCWD, path)
    return REAL(unlink)(path);
}

int unlinkat(int folder, const char *path, int how)
{
    FAIL_PATH("unlink", folder, path)
    return REAL(unlinkat)(folder, path, how);
}

int mkdir(const char *path, mode_t mode)
{
    FAIL_PATH("mkdir", AT_FDCWD, path)
    return REAL(mkdir)(path, mode);
}

static int fault_of_open(int folder, const char *path, int flags)
{
    if (flags & O_CREAT)
        return fault_of_path("create", folder, path);
    return plan.opens ? fault_of_path("open", folder, path) : 0;
}

int open(const char *path, int flags, ...)
{
    MODE_OF(flags, mode)
    int what = fault_of_open(AT_FDCWD, path, flags);
    return what > 0 ? fail(what) : REAL(open)(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    MODE_OF(flags, mode)
    int what = fault_of_open(AT_FDCWD, path, flags);
    return what > 0 ? fail(what) : REAL(open64)(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
    MODE_OF(flags, mode)
    int what = fault_of_open(folder, path, flags);
    return what > 0 ? fail(what) : REAL(openat)(folder, path, flags, mode);
}

/* The C library's own names: dlsym would allocate. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

static bool in_main;

static bool is_refused(const void *caller)
{
    Dl_info info;
    if (!in_main)
        return false;
    plan.allocations++;
    if (plan.what != MEMORY || !is_now(plan.allocations))
        return false;
    bool named = dladdr(caller, &info) && info.dli_fname;
    note("", plan.allocations, "memory", named ? info.dli_fname : "?");
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size)
{
    return is_refused(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return is_refused(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return is_refused(__builtin_return_address(0)) ? NULL : __libc_realloc(old, size);
}

static int (*program)(int argc, char **argv, char **environment);
static char library[PATH_MAX];

static int counted(int argc, char **argv, char **environment)
{
    read_plan();
    in_main = plan.on;
    int code = program(argc, argv, environment);
    in_main = false;
    if (plan.on)
        note("", plan.allocations, "end", "");
    return code;
}

int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*end)(void), void *stack);
int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*end)(void), void *stack)
{
    program = main;
    snprintf(library, sizeof library, "%s", getenv("LD_PRELOAD") ? getenv("LD_PRELOAD") : "");
    return REAL(__libc_start_main)(counted, argc, argv, init, fini, end, stack);
}

/* The program starts itself again with the browser's NSS, and removes the loader's variables
   first. They are set again, so that the fault goes with it. */
int execv(const char *path, char *const argv[])
{
    char done[64];
    if (plan.on) {
        in_main = false;
        snprintf(done, sizeof done, "%ld,%ld", plan.calls, plan.allocations);
        setenv("NH_FAULT_DONE", done, 1);
        setenv("LD_PRELOAD", library, 1);
    }
    return REAL(execv)(path, argv);
}
