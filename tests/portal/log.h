/* SPDX-License-Identifier: MPL-2.0 */
#ifndef PORTAL_LOG_H
#define PORTAL_LOG_H

#include <stdbool.h>

bool log_open(const char *path);
void log_close(void);

/* One line, "TIME event key=value …". Values that can hold blanks go through
 * log_quote. Each line is one write, so that threads don't mix. */
void log_event(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* "Taro Yamada", with what could break the line replaced. */
const char *log_quote(const char *value, char *out, int size);

#endif
