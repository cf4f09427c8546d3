/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Loaded before the C library (LD_PRELOAD): a program of this project saves its own memory, for the
 * search for secrets (tests/hunt.mjs), because only root may read it from outside.
 *
 *   NH_MEMORY=FOLDER  adds an image of all writable memory to FOLDER/PID.images when something is
 *                     written into the pipe FOLDER/PID.ask, and when the program ends
 *
 * An image: the bytes; a line for each mapping, "OFFSET LENGTH MAPPING"; the kernel's own list
 * (smaps); and in the last line the lengths of these three. Nothing is copied in memory, so that a
 * secret is not there more often than without this, and all files are open from the start.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int images = -1, asked = -1, maps = -1, smaps = -1;
static pid_t owner; /* not a child, which will run another program */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

/* Writes memory, but not a page behind the end of a mapped file, which can't be read. */
static size_t put(size_t at, size_t end)
{
    size_t start = at;
    for (ssize_t n; at < end && (n = write(images, (const void *)at, end - at)) > 0;)
        at += (size_t)n;
    return at - start;
}

static size_t put_memory(char *list, char *index, size_t size)
{
    size_t offset = 0, used = 0, start, end;
    for (char *rest = NULL, *line = strtok_r(list, "\n", &rest); line;
         line = strtok_r(NULL, "\n", &rest)) {
        char rights[5] = "";
        if (sscanf(line, "%zx-%zx %4s", &start, &end, rights) != 3 || strncmp(rights, "rw", 2) != 0)
            continue;
        size_t length = put(start, end);
        used += (size_t)snprintf(index + used, size - used, "%zu %zu %s\n", offset, length, line);
        offset += length;
    }
    return offset;
}

static size_t put_smaps(void)
{
    char bytes[4096];
    size_t length = 0;
    lseek(smaps, 0, SEEK_SET);
    for (ssize_t n; (n = read(smaps, bytes, sizeof bytes)) > 0; length += (size_t)n)
        (void)!write(images, bytes, (size_t)n);
    return length;
}

static void put_image(void)
{
    static char list[1 << 18], index[1 << 18];
    size_t length = 0;
    pthread_mutex_lock(&turn);
    lseek(maps, 0, SEEK_SET);
    for (ssize_t n; (n = read(maps, list + length, sizeof list - 1 - length)) > 0;)
        length += (size_t)n;
    list[length] = '\0';
    size_t memory = put_memory(list, index, sizeof index);
    (void)!write(images, index, strlen(index));
    size_t account = put_smaps();
    dprintf(images, "%zu %zu %zu end\n", memory, strlen(index), account);
    pthread_mutex_unlock(&turn);
}

static void *answer(void *unused)
{
    char byte;
    while (read(asked, &byte, 1) == 1)
        put_image();
    return unused;
}

static void put_last(void)
{
    if (images >= 0 && getpid() == owner)
        put_image();
    images = -1;
}

static int open_in(const char *folder, const char *ending, int flags)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%d.%s", folder, getpid(), ending);
    if (!(flags & O_CREAT))
        mkfifo(path, 0600);
    return open(path, flags | O_CLOEXEC, 0600);
}

__attribute__((constructor)) static void begin(void)
{
    const char *folder = getenv("NH_MEMORY");
    pthread_t thread;
    sigset_t all, before;
    if (!folder || strncmp(program_invocation_short_name, "nss-helper", 10) != 0)
        return;
    owner = getpid();
    asked = open_in(folder, "ask", O_RDWR);
    maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    smaps = open("/proc/self/smaps", O_RDONLY | O_CLOEXEC);
    images = open_in(folder, "images", O_WRONLY | O_CREAT | O_APPEND);
    /* Signals are for the program's own threads. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_create(&thread, NULL, answer, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

__attribute__((destructor)) static void end(void)
{
    put_last();
}

void _exit(int code)
{
    put_last();
    syscall(SYS_exit_group, code);
    __builtin_unreachable();
}
