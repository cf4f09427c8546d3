/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/workers.h"

#include "base/files.h"
#include "base/language.h"
#include "cli/open.h"
#include "cli/output.h"
#include "cli/progress.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a worker writes to its pipe after each piece, followed by the text of the item. */
struct message {
    size_t piece, length;
    enum nh_status status;
    struct nh_error failed;
    bool wants_person;
};

struct worker {
    pid_t pid;      /* 0: free */
    int results;    /* a pipe */
    int written[2]; /* files with its standard output and error */
    off_t shown[2]; /* bytes of these already shown */
};

struct run {
    struct cli *cli;
    const struct cli_work *work;
    struct cli_outcome *out;
    bool *begun; /* for each piece */
    struct worker workers[CLI_WORKERS_MOST];
};

/* A file that a worker locks; the lock ends with its process. */
static int turn = -1;

static void lock(int command)
{
    while (turn >= 0 && lockf(turn, command, 0) < 0 && errno == EINTR)
        ;
}

void cli_workers_turn_take(void)
{
    lock(F_LOCK);
}

void cli_workers_turn_give(void)
{
    lock(F_ULOCK);
}

static void send(int pipe, size_t piece, const struct cli_outcome *outcome)
{
    char *text = outcome->item ? cJSON_PrintUnformatted(outcome->item) : NULL;
    struct message message = {.piece = piece,
                              .length = text ? strlen(text) : 0,
                              .status = outcome->status,
                              .failed = outcome->failed,
                              .wants_person = outcome->wants_person};
    if (nh_fd_write(pipe, &message, sizeof message))
        nh_fd_write(pipe, text ? text : "", message.length);
    cJSON_free(text);
}

static bool is_together(const struct run *run, size_t one, size_t other)
{
    const struct cli_work *work = run->work;
    return strcmp(work->group(work->context, one), work->group(work->context, other)) == 0;
}

/* Output is flushed before the end of a piece is reported. */
static _Noreturn void work_off(struct run *run, size_t first, const struct worker *it, int pipe)
{
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (dup2(it->written[0], STDOUT_FILENO) < 0 || dup2(it->written[1], STDERR_FILENO) < 0)
        _exit(NH_SYSTEM);
    for (size_t i = first; i < run->work->count; i++) {
        struct cli_outcome outcome = {.told = true};
        if (!is_together(run, first, i))
            continue;
        run->work->piece(run->work->context, i, &outcome);
        fflush(stdout);
        fflush(stderr);
        send(pipe, i, &outcome);
        cJSON_Delete(outcome.item);
    }
    cli_close(run->cli);
    fflush(stderr);
    _exit(NH_OK);
}

static void close_all(struct worker *it)
{
    int *const all[] = {&it->results, &it->written[0], &it->written[1]};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (*all[i] >= 0)
            close(*all[i]);
        *all[i] = -1;
    }
}

static enum nh_status begin(struct run *run, size_t first, struct worker *it, struct nh_error *err)
{
    int ends[2] = {-1, -1};
    *it = (struct worker){
        .results = -1,
        .written = {memfd_create("output", MFD_CLOEXEC), memfd_create("errors", MFD_CLOEXEC)}};
    bool ready = it->written[0] >= 0 && it->written[1] >= 0 && pipe2(ends, O_CLOEXEC) == 0;
    it->results = ends[0];
    fflush(stdout);
    fflush(stderr);
    pid_t pid = ready ? fork() : -1;
    if (pid == 0)
        work_off(run, first, it, ends[1]);
    int error = errno;
    if (ends[1] >= 0)
        close(ends[1]);
    if (pid < 0) {
        close_all(it);
        return nh_fail_errno(err, NH_SYSTEM, error, "No further process can be started.");
    }
    it->pid = pid;
    for (size_t i = first; i < run->work->count; i++)
        run->begun[i] |= is_together(run, first, i);
    return NH_OK;
}

static bool read_whole(int fd, void *data, size_t length)
{
    for (size_t done = 0; done < length;) {
        ssize_t n = read(fd, (char *)data + done, length - done);
        if (n == 0 || (n < 0 && errno != EINTR))
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

static void show_written(struct worker *it)
{
    FILE *const files[] = {stdout, stderr};
    char bytes[4096];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        ssize_t n = 0;
        while ((n = pread(it->written[i], bytes, sizeof bytes, it->shown[i])) > 0) {
            fwrite(bytes, 1, (size_t)n, files[i]);
            it->shown[i] += n;
        }
        fflush(files[i]);
    }
}

/* False at the end of the pipe. */
static bool hear(struct run *run, const struct worker *it)
{
    struct message message;
    if (!read_whole(it->results, &message, sizeof message))
        return false;
    char *text = calloc(1, message.length + 1);
    bool heard = text && read_whole(it->results, text, message.length);
    if (heard)
        run->out[message.piece] = (struct cli_outcome){.told = true,
                                                       .status = message.status,
                                                       .failed = message.failed,
                                                       .wants_person = message.wants_person,
                                                       .item = cJSON_Parse(text)};
    free(text);
    return heard;
}

static void serve(struct run *run, struct worker *it)
{
    bool goes_on = hear(run, it);
    if (!goes_on)
        while (waitpid(it->pid, NULL, 0) < 0 && errno == EINTR)
            ;
    cli_progress_pause();
    show_written(it);
    cli_progress_resume();
    if (!goes_on) {
        close_all(it);
        it->pid = 0;
    }
}

/* Wait until a worker reports something. */
static void wait_for_some(struct run *run)
{
    struct pollfd files[CLI_WORKERS_MOST];
    for (size_t i = 0; i < CLI_WORKERS_MOST; i++)
        files[i] = (struct pollfd){.fd = run->workers[i].pid ? run->workers[i].results : -1,
                                   .events = POLLIN};
    while (poll(files, CLI_WORKERS_MOST, -1) < 0 && errno == EINTR)
        ;
    for (size_t i = 0; i < CLI_WORKERS_MOST; i++)
        if (files[i].revents)
            serve(run, &run->workers[i]);
}

/* Start groups, in the order of their first pieces, while there are free workers. */
static enum nh_status fill(struct run *run, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    size_t next = 0;
    for (size_t i = 0; !status && i < CLI_WORKERS_MOST; i++) {
        while (next < run->work->count && run->begun[next])
            next++;
        if (!run->workers[i].pid && next < run->work->count)
            status = begin(run, next, &run->workers[i], err);
    }
    return status;
}

static bool is_at_work(const struct run *run)
{
    for (size_t i = 0; i < CLI_WORKERS_MOST; i++)
        if (run->workers[i].pid)
            return true;
    return false;
}

static void fail_untold(struct run *run)
{
    for (size_t i = 0; i < run->work->count; i++)
        if (run->begun[i] && !run->out[i].told)
            run->out[i].status =
                nh_fail(&run->out[i].failed, NH_INTERNAL, NULL,
                        "The process that was to do this has ended before its time.");
}

static size_t told_of(const struct run *run)
{
    size_t told = 0;
    for (size_t i = 0; i < run->work->count; i++)
        told += run->out[i].told;
    return told;
}

enum nh_status cli_workers_run(struct cli *cli, const struct cli_work *work,
                               struct cli_outcome *out, struct nh_error *err)
{
    struct run run = {.cli = cli, .work = work, .out = out};
    run.begun = calloc(work->count + 1, sizeof *run.begun);
    if (!run.begun)
        return nh_fail_memory(err);
    turn = memfd_create("turn", MFD_CLOEXEC);
    enum nh_status status = fill(&run, err);
    cli_progress_begin(cli, work->count > 1 ? _("Asking the CAs") : _("Asking the CA"));
    while (is_at_work(&run)) {
        if (work->count > 1)
            cli_progress_count(told_of(&run), work->count);
        wait_for_some(&run);
        if (!status)
            status = fill(&run, err);
    }
    cli_progress_end();
    fail_untold(&run);
    if (turn >= 0)
        close(turn);
    turn = -1;
    free(run.begun);
    return status;
}

static const char *group_of_one(void *context, size_t i)
{
    (void)context;
    (void)i;
    return "";
}

enum nh_status cli_workers_run_one(struct cli *cli,
                                   void (*piece)(void *context, size_t i, struct cli_outcome *out),
                                   void *context, struct cJSON **item, struct nh_error *err)
{
    struct cli_outcome outcome = {.told = false};
    const struct cli_work work = {
        .count = 1, .context = context, .group = group_of_one, .piece = piece};
    enum nh_status status = cli_workers_run(cli, &work, &outcome, err);
    if (item)
        *item = outcome.item;
    if (!status && outcome.status) {
        status = outcome.status;
        *err = outcome.failed;
    }
    return status;
}
