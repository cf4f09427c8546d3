/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/progress.h"

#include "base/language.h"
#include "cli/cli.h"
#include "cli/width.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define TEXT_SIZE 160
#define TIME_WIDTH 12 /* columns for "… 12345 s" */
#define AGAIN_MICROSECONDS 200000

static pid_t owner; /* process that shows progress; 0: none */
static int depth, paused;
static const char *what; /* text of the outermost call */
static struct timespec begun;
static const char *unit;

/* Data for the signal handler is changed only while the timer is stopped. */
static char text[TEXT_SIZE];
static volatile sig_atomic_t width; /* columns shown; 0: nothing */

static bool is_on(void)
{
    return owner && owner == getpid();
}

static long seconds_since(const struct timespec *time)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)(now.tv_sec - time->tv_sec) - (now.tv_nsec < time->tv_nsec);
}

/* Write a number; snprintf is not allowed in signal handlers. */
static size_t put_number(char *at, long number)
{
    char digits[24];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0 && count < sizeof digits);
    for (size_t i = 0; i < count; i++)
        at[i] = digits[count - 1 - i];
    return count;
}

static size_t put_text(char *at, const char *from)
{
    size_t length = strlen(from);
    memcpy(at, from, length);
    return length;
}

static volatile sig_atomic_t text_width;

/* Uses only write(2), which is allowed in a signal handler. */
static void tick(int number)
{
    char line[TEXT_SIZE + 64];
    int saved = errno;
    (void)number;
    size_t length = put_text(line, "\r");
    length += put_text(line + length, text);
    length += put_text(line + length, "… ");
    size_t digits = put_number(line + length, seconds_since(&begun));
    length += digits;
    length += put_text(line + length, unit);
    if (write(STDERR_FILENO, line, length) > 0)
        width = text_width + TIME_WIDTH;
    errno = saved;
}

static void set_timer(long seconds, long microseconds)
{
    struct itimerval every = {
        .it_interval = {.tv_sec = seconds || microseconds ? 1 : 0},
        .it_value = {.tv_sec = seconds, .tv_usec = microseconds},
    };
    setitimer(ITIMER_REAL, &every, NULL);
}

static void start_timer(void)
{
    if (seconds_since(&begun) > 0)
        set_timer(0, AGAIN_MICROSECONDS);
    else
        set_timer(1, 0);
}

static void stop_timer(void)
{
    set_timer(0, 0);
}

static void erase(void)
{
    if (width > 0)
        dprintf(STDERR_FILENO, "\r%*s\r", (int)width, "");
    width = 0;
}

/* Cut the text to the width of the terminal. */
static void set_text(const char *words)
{
    size_t columns = cli_columns(stderr);
    size_t room = columns > TIME_WIDTH + 1 ? columns - TIME_WIDTH - 1 : 1;
    snprintf(text, sizeof text, "%.*s", (int)cli_text_length(words, room), words);
    text_width = (sig_atomic_t)cli_text_width(text);
}

void cli_progress_begin(const struct cli *cli, const char *words)
{
    struct sigaction action = {.sa_handler = tick, .sa_flags = SA_RESTART};
    if (cli->quiet || !isatty(STDERR_FILENO) || (is_on() && depth++ > 0))
        return;
    owner = getpid();
    depth = 1;
    paused = 0;
    width = 0;
    what = words;
    unit = _(" s");
    set_text(words);
    clock_gettime(CLOCK_MONOTONIC, &begun);
    if (sigaction(SIGALRM, &action, NULL) == 0)
        set_timer(1, 0);
}

void cli_progress_end(void)
{
    if (!is_on() || --depth > 0)
        return;
    stop_timer();
    erase();
    owner = 0;
}

void cli_progress_count(size_t done, size_t all)
{
    char words[TEXT_SIZE];
    if (!is_on() || depth > 1)
        return;
    stop_timer();
    snprintf(words, sizeof words, _("%s (%zu of %zu)"), what, done, all);
    set_text(words);
    if (!paused)
        start_timer();
}

void cli_progress_pause(void)
{
    if (!is_on() || paused++ > 0)
        return;
    stop_timer();
    erase();
}

void cli_progress_resume(void)
{
    if (is_on() && --paused == 0)
        start_timer();
}
