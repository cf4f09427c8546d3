/* SPDX-License-Identifier: MPL-2.0 */
/* Check the host that Firefox starts. */
#ifndef NH_DOCTOR_HOST_H
#define NH_DOCTOR_HOST_H

#include "doctor/finding.h"

/* Add "host-manifest", "host-path" and "host-version". `own`: the path of the host that belongs to
   this command and could be registered, or NULL. */
void nh_checkup_host(const char *own, struct nh_findings *out);

#endif
