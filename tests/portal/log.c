/* SPDX-License-Identifier: MPL-2.0 */
#include "log.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static int log_fd = -1;

bool log_open(const char *path)
{
    log_fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    return log_fd >= 0;
}

void log_close(void)
{
    if (log_fd >= 0)
        close(log_fd);
    log_fd = -1;
}

void log_event(const char *format, ...)
{
    char line[1024];
    struct tm tm;
    time_t now = time(NULL);
    va_list args;

    gmtime_r(&now, &tm);
    int used = (int)strftime(line, sizeof line, "%Y-%m-%dT%H:%M:%SZ ", &tm);
    va_start(args, format);
    int more = vsnprintf(line + used, sizeof line - (size_t)used - 1, format, args);
    va_end(args);
    if (more < 0)
        return;
    used += more;
    if (used > (int)sizeof line - 2)
        used = (int)sizeof line - 2;
    line[used++] = '\n';
    if (write(log_fd, line, (size_t)used) != used)
        perror("portal: log");
}

const char *log_quote(const char *value, char *out, int size)
{
    int used = 0;

    out[used++] = '"';
    for (; *value && used < size - 2; value++) {
        unsigned char c = (unsigned char)*value;
        out[used++] = c < 0x20 || c == 0x7f || c == '"' || c == '\\' ? '?' : (char)c;
    }
    out[used++] = '"';
    out[used] = '\0';
    return out;
}
