/* SPDX-License-Identifier: MPL-2.0 */
/* Findings about this machine, for a help desk. */
#ifndef NH_REPORT_H
#define NH_REPORT_H

#include "port.h"

nh_port_handler nh_on_report;

#endif
