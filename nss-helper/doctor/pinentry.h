/* SPDX-License-Identifier: MPL-2.0 */
/* Check the program that asks for passwords. */
#ifndef NH_DOCTOR_PINENTRY_H
#define NH_DOCTOR_PINENTRY_H

#include "doctor/finding.h"

/* Add "pinentry". */
void nh_checkup_pinentry(struct nh_findings *out);

#endif
