/* SPDX-License-Identifier: MPL-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "frame.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

struct ends {
    int read, write;
};

static struct ends open_pipe(void)
{
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    return (struct ends){fds[0], fds[1]};
}

/* A pipe that holds these bytes, and then its end. */
static int pipe_of(const void *data, size_t length)
{
    struct ends ends = open_pipe();
    assert_int_equal(write(ends.write, data, length), length);
    close(ends.write);
    return ends.read;
}

static enum nh_status read_of(const void *data, size_t length, struct nh_buf *out, bool *end,
                              struct nh_error *err)
{
    int fd = pipe_of(data, length);
    enum nh_status status = nh_frame_read(fd, NULL, out, end, err);
    close(fd);
    return status;
}

static void reads_what_was_written(void **state)
{
    struct ends ends = open_pipe();
    struct nh_buf out = {0};
    bool end = true;
    (void)state;
    assert_int_equal(nh_frame_write(ends.write, "first", 5, NULL), NH_OK);
    assert_int_equal(nh_frame_write(ends.write, "", 0, NULL), NH_OK);
    close(ends.write);
    assert_int_equal(nh_frame_read(ends.read, NULL, &out, &end, NULL), NH_OK);
    assert_false(end);
    assert_int_equal(out.length, 5);
    assert_memory_equal(out.data, "first", 5);
    assert_int_equal(nh_frame_read(ends.read, NULL, &out, &end, NULL), NH_OK);
    assert_false(end);
    assert_int_equal(out.length, 0);
    assert_int_equal(nh_frame_read(ends.read, NULL, &out, &end, NULL), NH_OK);
    assert_true(end);
    close(ends.read);
    nh_buf_reset(&out);
}

static void prefix_is_native(void **state)
{
    struct ends ends = open_pipe();
    uint32_t length = 0;
    char body[4] = {0};
    (void)state;
    assert_int_equal(nh_frame_write(ends.write, "abc", 3, NULL), NH_OK);
    assert_int_equal(read(ends.read, &length, sizeof length), sizeof length);
    assert_int_equal(length, 3);
    assert_int_equal(read(ends.read, body, sizeof body), 3);
    assert_string_equal(body, "abc");
    close(ends.read);
    close(ends.write);
}

/* A length of which only zeros came is not the length zero. */
static void end_inside_is_an_error(void **state)
{
    static const uint32_t lengths[] = {10, 0x100, 0x10000};
    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths * 12; i++) {
        unsigned char bytes[12] = {0};
        struct nh_buf out = {0};
        struct nh_error err = {0};
        bool end = true;
        memcpy(bytes, &lengths[i / 12], sizeof *lengths);
        assert_int_equal(read_of(bytes, i % 12 + 1, &out, &end, &err), NH_PROTOCOL);
        assert_int_equal(err.status, NH_PROTOCOL);
        assert_false(end);
        nh_buf_reset(&out);
    }
}

/* The limit is checked before a byte is read or memory is reserved. */
static void refuses_a_long_frame(void **state)
{
    const uint32_t lengths[] = {NH_FRAME_MAX + 1, INT32_MAX, (uint32_t)INT32_MAX + 1, UINT32_MAX};
    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct ends ends = open_pipe();
        struct nh_buf out = {0};
        char rest = 0;
        bool end = true;
        assert_int_equal(write(ends.write, &lengths[i], 4), 4);
        assert_int_equal(write(ends.write, "x", 1), 1);
        close(ends.write);
        assert_int_equal(nh_frame_read(ends.read, NULL, &out, &end, NULL), NH_TOO_LARGE);
        assert_null(out.data);
        assert_int_equal(read(ends.read, &rest, 1), 1);
        close(ends.read);
    }
}

static void write_slowly(int fd, const unsigned char *data, size_t length, size_t step)
{
    for (size_t i = 0; i < length; i += step) {
        size_t count = length - i < step ? length - i : step;
        if (write(fd, data + i, count) != (ssize_t)count)
            _exit(1);
        usleep(500);
    }
    _exit(0);
}

static pid_t start_writer(struct ends *ends, const void *data, size_t length, size_t step)
{
    pid_t pid;
    *ends = open_pipe();
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        write_slowly(ends->write, data, length, step);
    close(ends->write);
    return pid;
}

static void reads_byte_by_byte(void **state)
{
    unsigned char bytes[4 + 50];
    const uint32_t length = 50;
    struct ends ends;
    struct nh_buf out = {0};
    bool end = false;
    (void)state;
    memset(bytes, 'z', sizeof bytes);
    memcpy(bytes, &length, sizeof length);
    pid_t pid = start_writer(&ends, bytes, sizeof bytes, 1);
    assert_int_equal(nh_frame_read(ends.read, NULL, &out, &end, NULL), NH_OK);
    assert_int_equal(out.length, 50);
    assert_memory_equal(out.data, bytes + 4, 50);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    close(ends.read);
    nh_buf_reset(&out);
}

static void copy_all(int from, int to)
{
    char chunk[3000];
    for (ssize_t count; (count = read(from, chunk, sizeof chunk)) > 0;)
        if (write(to, chunk, (size_t)count) != count)
            _exit(1);
    _exit(0);
}

/* The largest frame does not fit into a pipe, so it is written in pieces. */
static void carries_the_largest_frame(void **state)
{
    struct ends there = open_pipe(), back = open_pipe();
    unsigned char *body = malloc(NH_FRAME_MAX);
    struct nh_buf out = {0};
    bool end = false;
    (void)state;
    assert_non_null(body);
    for (size_t i = 0; i < NH_FRAME_MAX; i++)
        body[i] = (unsigned char)(i * 31 >> 3);
    pid_t copier = fork();
    if (copier == 0) {
        close(there.write);
        copy_all(there.read, back.write);
    }
    close(back.write);
    pid_t writer = fork();
    if (writer == 0)
        _exit(nh_frame_write(there.write, body, NH_FRAME_MAX, NULL));
    close(there.write);
    assert_int_equal(nh_frame_read(back.read, NULL, &out, &end, NULL), NH_OK);
    assert_int_equal(out.length, NH_FRAME_MAX);
    assert_memory_equal(out.data, body, NH_FRAME_MAX);
    for (int i = 0; i < 2; i++) {
        int result = -1;
        assert_int_equal(waitpid(i ? writer : copier, &result, 0), i ? writer : copier);
        assert_int_equal(result, 0);
    }
    close(there.read);
    close(back.read);
    free(body);
    nh_buf_reset(&out);
}

static void refuses_to_write_too_much(void **state)
{
    struct ends ends = open_pipe();
    char *body = calloc(1, NH_FRAME_MAX + 1), rest;
    (void)state;
    assert_int_equal(nh_frame_write(ends.write, body, NH_FRAME_MAX + 1, NULL), NH_TOO_LARGE);
    close(ends.write);
    assert_int_equal(read(ends.read, &rest, 1), 0);
    close(ends.read);
    free(body);
}

static void names_a_broken_pipe(void **state)
{
    struct ends ends = open_pipe();
    struct nh_error err = {0};
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    close(ends.read);
    assert_int_equal(nh_frame_write(ends.write, "abc", 3, &err), NH_IO);
    assert_string_equal(err.cause, "EPIPE");
    close(ends.write);
}

static void works_on_a_descriptor_that_does_not_wait(void **state)
{
    const uint32_t length = 3;
    unsigned char bytes[7] = {0, 0, 0, 0, 'a', 'b', 'c'};
    struct ends ends;
    struct nh_buf out = {0};
    bool end = false;
    (void)state;
    memcpy(bytes, &length, sizeof length);
    pid_t pid = start_writer(&ends, bytes, sizeof bytes, 2);
    fcntl(ends.read, F_SETFL, O_NONBLOCK);
    assert_int_equal(nh_frame_read(ends.read, NULL, &out, &end, NULL), NH_OK);
    assert_int_equal(out.length, 3);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    close(ends.read);
    nh_buf_reset(&out);
}

static volatile sig_atomic_t rings;
static void ring(int number)
{
    (void)number;
    rings++;
}

static void set_alarm(long microseconds)
{
    struct sigaction action = {.sa_handler = ring};
    struct itimerval often = {{0, microseconds}, {0, microseconds}};
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
}

static void survives_signals(void **state)
{
    unsigned char bytes[4 + 40];
    const uint32_t length = 40;
    struct ends ends;
    struct nh_buf out = {0};
    bool end = false;
    (void)state;
    memset(bytes, 'y', sizeof bytes);
    memcpy(bytes, &length, sizeof length);
    pid_t pid = start_writer(&ends, bytes, sizeof bytes, 1);
    rings = 0;
    set_alarm(700);
    enum nh_status status = nh_frame_read(ends.read, NULL, &out, &end, NULL);
    set_alarm(0);
    assert_true(rings > 0);
    assert_int_equal(status, NH_OK);
    assert_int_equal(out.length, 40);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    close(ends.read);
    nh_buf_reset(&out);
}

/* A signal that is not blocked ends the wait, but what is there already is read first. */
static void stops_at_a_wish(void **state)
{
    struct sigaction action = {.sa_handler = ring};
    struct ends ends = open_pipe();
    struct nh_buf out = {0};
    sigset_t held, before;
    bool end = false;
    (void)state;
    rings = 0;
    sigemptyset(&held);
    sigaddset(&held, SIGTERM);
    sigaction(SIGTERM, &action, NULL);
    sigprocmask(SIG_BLOCK, &held, &before);
    assert_int_equal(nh_frame_write(ends.write, "there", 5, NULL), NH_OK);
    raise(SIGTERM);
    assert_int_equal(nh_frame_read(ends.read, &before, &out, &end, NULL), NH_OK);
    assert_false(end);
    assert_int_equal(out.length, 5);
    assert_int_equal(rings, 0);
    assert_int_equal(nh_frame_read(ends.read, &before, &out, &end, NULL), NH_OK);
    assert_true(end);
    assert_int_equal(rings, 1);
    sigprocmask(SIG_SETMASK, &before, NULL);
    close(ends.read);
    close(ends.write);
    nh_buf_reset(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_was_written),
        cmocka_unit_test(prefix_is_native),
        cmocka_unit_test(end_inside_is_an_error),
        cmocka_unit_test(refuses_a_long_frame),
        cmocka_unit_test(reads_byte_by_byte),
        cmocka_unit_test(carries_the_largest_frame),
        cmocka_unit_test(refuses_to_write_too_much),
        cmocka_unit_test(names_a_broken_pipe),
        cmocka_unit_test(works_on_a_descriptor_that_does_not_wait),
        cmocka_unit_test(survives_signals),
        cmocka_unit_test(stops_at_a_wish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
