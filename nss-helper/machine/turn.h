/* SPDX-License-Identifier: MPL-2.0 */
/* Whose turn it is to open a window: one of all hosts of this person's, whatever pages do. */
#ifndef NH_MACHINE_TURN_H
#define NH_MACHINE_TURN_H

#include "base/status.h"

/*
 * Take the turn, until the descriptor `held` is closed or this process ends, however that
 * comes. NH_BUSY while another process has it. On a file system without locks nobody waits
 * for anybody: then, and on an error, `held` is -1.
 */
enum nh_status nh_turn_take(int *held, struct nh_error *err);

#endif
