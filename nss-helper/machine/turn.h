/* SPDX-License-Identifier: MPL-2.0 */
/* Only one host of a user at a time may open windows, whatever pages do. */
#ifndef NH_MACHINE_TURN_H
#define NH_MACHINE_TURN_H

#include "base/status.h"

/*
 * Take the turn. The caller closes *held to give it back; it is also given back when the process
 * ends. NH_BUSY while another process has it. On a file system without locks the function succeeds;
 * then, and on an error, *held is -1.
 */
enum nh_status nh_turn_take(int *held, struct nh_error *err);

#endif
