/* SPDX-License-Identifier: MPL-2.0 */
/* Desktop notifications about renewals that run without a terminal. */
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

/* Permanent failures, each reported once, together in one notification. */
void cli_renewal_tell_failed(struct cli *cli, const struct nh_due *dues,
                             const struct cli_outcome *outcomes, size_t count);

#endif
