/* SPDX-License-Identifier: MPL-2.0 */
/* Findings without personal data, to be given to others. */
#ifndef NH_DOCTOR_DISCREET_H
#define NH_DOCTOR_DISCREET_H

struct nh_finding;

/* The text of a finding up to the first path, address or name that could be personal; "" for checks
   whose texts name certificates or a profile. Allocated; NULL without memory. */
char *nh_discreet_what(const struct nh_finding *finding);

#endif
