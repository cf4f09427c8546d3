/* SPDX-License-Identifier: MPL-2.0 */
/* Check the folder of the journals, and the space on its disk. */
#ifndef NH_DOCTOR_STATE_H
#define NH_DOCTOR_STATE_H

#include "doctor/finding.h"

/* Add "state-folder" and "space". */
void nh_checkup_state(struct nh_findings *out);

#endif
