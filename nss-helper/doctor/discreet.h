/* SPDX-License-Identifier: MPL-2.0 */
/* Findings that may be handed on: they do not tell who the person is. */
#ifndef NH_DOCTOR_DISCREET_H
#define NH_DOCTOR_DISCREET_H

struct nh_finding;

/* What is there, or wrong, up to the first path, address or name in it that could be a person's;
   "" for a check whose sentence is about certificates or a profile. Allocated; NULL without
   memory. */
char *nh_discreet_what(const struct nh_finding *finding);

#endif
