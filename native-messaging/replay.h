/* SPDX-License-Identifier: MPL-2.0 */
/* Continue what an earlier host has left: responses that were received but not installed. */
#ifndef NH_REPLAY_H
#define NH_REPLAY_H

#include "port.h"

nh_port_handler nh_on_replay;

#endif
