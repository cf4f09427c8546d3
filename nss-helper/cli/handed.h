/* SPDX-License-Identifier: MPL-2.0 */
/* Pass a secret from a descriptor to several runs of the program. It can be read only once, so each
   run gets a pipe with the same line as the same descriptor. */
#ifndef NH_CLI_HANDED_H
#define NH_CLI_HANDED_H

#include "base/buf.h"
#include "base/status.h"
#include <stdbool.h>

struct cli_handed {
    int fd;
    struct nh_buf line; /* with its NUL; empty: nothing to pass */
};

/* Read the secret; `descriptor` may be NULL. The caller resets *out. The errors of
   cli_secret_read. */
enum nh_status cli_handed_read(const char *descriptor, struct cli_handed *out,
                               struct nh_error *err);

/* Call it in the child before exec. False when the pipe can't be made. */
bool cli_handed_give(const struct cli_handed *it);

void cli_handed_reset(struct cli_handed *it);

#endif
