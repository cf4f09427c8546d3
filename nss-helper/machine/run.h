/* SPDX-License-Identifier: MPL-2.0 */
/* Run other programs of the desktop: found in PATH, without a shell, input or output. */
#ifndef NH_MACHINE_RUN_H
#define NH_MACHINE_RUN_H

#include <stdbool.h>

/* Run a program and wait for it. True when its exit code is 0. */
bool nh_run(const char *const argv[]);

/* Start a program and don't wait for it. False when it can't be started. */
bool nh_run_apart(const char *const argv[]);

#endif
