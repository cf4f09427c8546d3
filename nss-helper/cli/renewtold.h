/* SPDX-License-Identifier: MPL-2.0 */
/* What the desktop is told of renewals, where nobody sits at a terminal. */
#ifndef NH_CLI_RENEWTOLD_H
#define NH_CLI_RENEWTOLD_H

#include <stddef.h>

struct cli;
struct nh_due;
struct cli_outcome;

/* The profile has a primary password. */
void cli_renewal_tell_lock(void);

/* A server wants a password that is not kept. */
void cli_renewal_tell_password(void);

/* What failed and does not pass by itself: each once, in one notice. */
void cli_renewal_tell_failed(struct cli *cli, const struct nh_due *dues,
                             const struct cli_outcome *outcomes, size_t count);

#endif
