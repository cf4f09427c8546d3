/* SPDX-License-Identifier: MPL-2.0 */
/* The folder of the journal, and the room on its disk. */
#ifndef NH_DOCTOR_STATE_H
#define NH_DOCTOR_STATE_H

#include "doctor/finding.h"

/* "state-folder", "space". */
void nh_checkup_state(struct nh_findings *out);

#endif
