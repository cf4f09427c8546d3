/* SPDX-License-Identifier: MPL-2.0 */
/* Whether this kernel can keep the host to its own work. */
#ifndef NH_DOCTOR_CONFINEMENT_H
#define NH_DOCTOR_CONFINEMENT_H

#include "doctor/finding.h"

/* "confinement": from files, and from system calls. */
void nh_checkup_confinement(struct nh_findings *out);

#endif
