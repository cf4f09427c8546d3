/* SPDX-License-Identifier: MPL-2.0 */
/* A few seats for all processes with the same home, without a file: whoever finds none goes
   without. */
#ifndef NH_MACHINE_SEAT_H
#define NH_MACHINE_SEAT_H

/* Take one of so many seats of this name, until the descriptor is closed or this process ends,
   however that comes. -1 when all are taken, or it can't be told. */
int nh_seat_take(const char *name, int seats);

#endif
