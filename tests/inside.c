/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Loaded into the host or the command by LD_PRELOAD, as whoever has taken it over would be: on
 * SIGUSR1, or when $INSIDE_AT says, "end", "connect" or "worker", it tries what the lines of the
 * file $INSIDE say, "WORD ARGUMENT", and writes "WORD ARGUMENT: ERROR" to $INSIDE.said, ERROR being
 * 0 or an errno's name. Each process that has tried them ends its lines by "done".
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/perf_event.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static int tasks = -1, said = -1;

static int is(int result)
{
    return result < 0 ? errno : 0;
}

static int try_read(const char *path)
{
    char byte;
    int fd = open(path, O_RDONLY);
    int result = fd < 0 ? -1 : (int)read(fd, &byte, 1);
    return is(result);
}

static int try_list(const char *path)
{
    return is(open(path, O_RDONLY | O_DIRECTORY));
}

static int try_write(const char *path)
{
    return is(open(path, O_WRONLY | O_CREAT, 0600));
}

static int try_append(const char *path)
{
    return is(open(path, O_WRONLY | O_APPEND));
}

static int try_truncate(const char *path)
{
    return is(truncate(path, 0));
}

static int try_unlink(const char *path)
{
    return is(unlink(path));
}

static int try_rename(const char *path)
{
    char to[PATH_MAX];
    snprintf(to, sizeof to, "%s.new", path);
    return is(rename(path, to));
}

static int try_execute(const char *path)
{
    char *const argv[] = {(char *)path, "-c", "exit 0", NULL}, *const none[] = {NULL};
    return is(execve(path, argv, none));
}

static int try_spawn(const char *path)
{
    pid_t pid;
    char *const argv[] = {(char *)path, "-c", "exit 0", NULL}, *const none[] = {NULL};
    int error = posix_spawn(&pid, path, NULL, NULL, argv, none);
    if (!error)
        waitpid(pid, NULL, 0);
    return error;
}

static int try_fork(const char *unused)
{
    (void)unused;
    pid_t pid = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (pid == 0)
        _exit(0);
    if (pid > 0)
        waitpid(pid, NULL, 0);
    return is(pid);
}

static void *nothing(void *unused)
{
    return unused;
}

static int try_thread(const char *unused)
{
    pthread_t thread;
    (void)unused;
    int error = pthread_create(&thread, NULL, nothing, NULL);
    if (!error)
        pthread_join(thread, NULL);
    return error;
}

static int try_connect(const char *port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    return is(fd < 0 ? -1 : connect(fd, (struct sockaddr *)&to, sizeof to));
}

static int try_local(const char *path)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    snprintf(to.sun_path, sizeof to.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    return is(fd < 0 ? -1 : connect(fd, (struct sockaddr *)&to, sizeof to));
}

static int try_socket(const char *family)
{
    return is(socket(atoi(family), SOCK_DGRAM, 0));
}

static int try_ptrace(const char *pid)
{
    long result = ptrace(PTRACE_SEIZE, atoi(pid), NULL, NULL);
    return is((int)result);
}

static int try_memory(const char *pid)
{
    char here[8];
    struct iovec mine = {here, sizeof here}, theirs = {here, sizeof here};
    return is((int)process_vm_readv(atoi(pid), &mine, 1, &theirs, 1, 0));
}

static int try_signal(const char *pid)
{
    return is(kill(atoi(pid), 0));
}

static int try_mount(const char *path)
{
    return is(mount("none", path, "tmpfs", 0, NULL));
}

static int try_unshare(const char *unused)
{
    (void)unused;
    return is(unshare(CLONE_NEWUSER));
}

static int try_perf(const char *unused)
{
    struct perf_event_attr what = {.type = PERF_TYPE_SOFTWARE, .size = sizeof what};
    (void)unused;
    return is((int)syscall(SYS_perf_event_open, &what, 0, -1, -1, 0));
}

static int try_keys(const char *unused)
{
    (void)unused;
    return is((int)syscall(SYS_keyctl, 0, -3, 1));
}

static int try_ring(const char *unused)
{
    char parameters[120] = "";
    (void)unused;
    return is((int)syscall(SYS_io_uring_setup, 1, parameters));
}

/* Is it 0, once it was raised? */
static int try_core(const char *unused)
{
    struct rlimit most = {RLIM_INFINITY, RLIM_INFINITY}, now;
    (void)unused;
    setrlimit(RLIMIT_CORE, &most);
    return getrlimit(RLIMIT_CORE, &now) == 0 && now.rlim_cur == 0 ? EPERM : 0;
}

static int try_rights(const char *unused)
{
    (void)unused;
    return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? EPERM : 0;
}

static const struct {
    const char *word;
    int (*run)(const char *argument);
} words[] = {
    {"read", try_read},       {"list", try_list},         {"write", try_write},
    {"append", try_append},   {"truncate", try_truncate}, {"unlink", try_unlink},
    {"rename", try_rename},   {"execute", try_execute},   {"spawn", try_spawn},
    {"fork", try_fork},       {"thread", try_thread},     {"connect", try_connect},
    {"local", try_local},     {"socket", try_socket},     {"ptrace", try_ptrace},
    {"memory", try_memory},   {"signal", try_signal},     {"mount", try_mount},
    {"unshare", try_unshare}, {"perf", try_perf},         {"keys", try_keys},
    {"ring", try_ring},       {"core", try_core},         {"rights", try_rights},
};

static void try_line(const char *line)
{
    const char *argument = strchr(line, ' ');
    size_t length = argument ? (size_t)(argument - line) : strlen(line);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i].word) != length || strncmp(words[i].word, line, length) != 0)
            continue;
        int error = words[i].run(argument ? argument + 1 : "");
        dprintf(said, "%s: %s\n", line, error ? strerrorname_np(error) : "0");
    }
}

static void try_all(int number)
{
    char text[8192], *rest = NULL;
    (void)number;
    ssize_t length = pread(tasks, text, sizeof text - 1, 0);
    text[length > 0 ? length : 0] = '\0';
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        try_line(line);
    dprintf(said, "done\n");
}

static __attribute__((constructor)) void begin(void)
{
    const char *path = getenv("INSIDE");
    char answers[PATH_MAX];
    if (!path || strncmp(program_invocation_short_name, "nss-helper", 10) != 0)
        return;
    snprintf(answers, sizeof answers, "%s.said", path);
    tasks = open(path, O_RDONLY | O_CLOEXEC);
    said = open(answers, O_WRONLY | O_APPEND | O_CLOEXEC);
    signal(SIGUSR1, try_all);
}

static void try_at(const char *when)
{
    static bool tried;
    const char *at = getenv("INSIDE_AT");
    if (tasks < 0 || tried || !at || strcmp(at, when) != 0)
        return;
    tried = true;
    try_all(0);
}

static __attribute__((destructor)) void end(void)
{
    try_at("end");
}

/* In the process that speaks to a server. */
int connect(int fd, __CONST_SOCKADDR_ARG to, socklen_t size)
{
    try_at("connect");
    return (int)syscall(SYS_connect, fd, to, size);
}

/* At the end of each worker of the command, which alone ends so if its parent does. */
void _exit(int status)
{
    int signal = 0;
    prctl(PR_GET_PDEATHSIG, &signal);
    if (signal == SIGTERM)
        try_at("worker");
    syscall(SYS_exit_group, status);
    __builtin_unreachable();
}
