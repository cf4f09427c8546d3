/* SPDX-License-Identifier: MPL-2.0 */
/* The greeting. */
#ifndef NH_HELLO_H
#define NH_HELLO_H

#include "port.h"

nh_port_handler nh_on_hello;

#endif
