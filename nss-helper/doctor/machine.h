/* SPDX-License-Identifier: MPL-2.0 */
/* This user's machine, as far as programs depend on it. */
#ifndef NH_DOCTOR_MACHINE_H
#define NH_DOCTOR_MACHINE_H

#include "doctor/finding.h"

/* "home", "state-folder", "space", "pinentry", "sites". */
void nh_checkup_machine(struct nh_findings *out);

#endif
