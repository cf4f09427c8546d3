/* SPDX-License-Identifier: MPL-2.0 */
/* What an attendant does (attendant.h). */
#ifndef NH_MACHINE_ERRANDS_H
#define NH_MACHINE_ERRANDS_H

/* Start an attendant that does all of them, with the rights that this process has now. */
void nh_errands_begin(void);

#endif
