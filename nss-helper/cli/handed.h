/* SPDX-License-Identifier: MPL-2.0 */
/* A secret from a descriptor that several runs of the program need: it can be read once, so each of
   them is handed a pipe with the same line, under the same number. */
#ifndef NH_CLI_HANDED_H
#define NH_CLI_HANDED_H

#include "base/buf.h"
#include "base/status.h"
#include <stdbool.h>

struct cli_handed {
    int fd;
    struct nh_buf line; /* with its NUL, in memory that is not swapped; empty: nothing is handed */
};

/* Read it; `descriptor` NULL: there is none. The errors of cli_secret_read. */
enum nh_status cli_handed_read(const char *descriptor, struct cli_handed *out,
                               struct nh_error *err);

/* In a process of its own, before it runs the program. False: there is no pipe. */
bool cli_handed_give(const struct cli_handed *it);

void cli_handed_reset(struct cli_handed *it);

#endif
