/* SPDX-License-Identifier: MPL-2.0 */
/* Run the host once to see that it starts. */
#ifndef NH_DOCTOR_HOSTRUN_H
#define NH_DOCTOR_HOSTRUN_H

#include "base/status.h"

/*
 * Run the program with --version, an empty environment and a limit of NH_HOSTRUN_SECONDS, and get
 * its version, allocated. NH_CONFIG when it does not start, does not end, or is not the host.
 */
#define NH_HOSTRUN_SECONDS 5
enum nh_status nh_hostrun_version(const char *program, char **version, struct nh_error *err);

#endif
