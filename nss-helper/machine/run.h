/* SPDX-License-Identifier: MPL-2.0 */
/* Other programs of this desktop: found by PATH, without a shell, and without input or output. */
#ifndef NH_MACHINE_RUN_H
#define NH_MACHINE_RUN_H

#include <stdbool.h>

/* Run it to its end. True when it ended well. */
bool nh_run(const char *const argv[]);

/* Start it and leave it alone. False when it is not there. */
bool nh_run_apart(const char *const argv[]);

#endif
