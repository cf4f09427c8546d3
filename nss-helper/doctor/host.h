/* SPDX-License-Identifier: MPL-2.0 */
/* The host that Firefox starts. */
#ifndef NH_DOCTOR_HOST_H
#define NH_DOCTOR_HOST_H

#include "doctor/finding.h"

/* "host-manifest", "host-path", "host-version": what Firefox starts. `own`: the host that
   belongs to the caller and could be registered, or NULL. */
void nh_checkup_host(const char *own, struct nh_findings *out);

#endif
