/* SPDX-License-Identifier: MPL-2.0 */
/* Findings about this machine, for a help desk. */
#ifndef NH_REPORT_H
#define NH_REPORT_H

#include "port.h"

struct nh_findings;

nh_port_handler nh_on_report;

/* The reply, which the caller deletes. NULL without memory. */
struct cJSON *nh_findings_reply(const struct nh_findings *findings);

#endif
