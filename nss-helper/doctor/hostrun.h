/* SPDX-License-Identifier: MPL-2.0 */
/* The host program, run once to see that it starts. */
#ifndef NH_DOCTOR_HOSTRUN_H
#define NH_DOCTOR_HOSTRUN_H

#include "base/status.h"

/*
 * What the program says of itself with --version: the version, allocated. It gets an empty
 * environment and NH_HOSTRUN_SECONDS. NH_CONFIG when it does not start, does not end, or is
 * not the host.
 */
#define NH_HOSTRUN_SECONDS 5
enum nh_status nh_hostrun_version(const char *program, char **version, struct nh_error *err);

#endif
