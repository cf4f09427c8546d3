/* SPDX-License-Identifier: MPL-2.0 */
/* Limit how many processes with the same home do something at the same time, without a file. */
#ifndef NH_MACHINE_SEAT_H
#define NH_MACHINE_SEAT_H

/* Take one of `seats` seats with this name. Returns a descriptor, which the caller closes to free
   the seat; it is also freed when the process ends. -1 when all are taken, or on an error. */
int nh_seat_take(const char *name, int seats);

#endif
