/* SPDX-License-Identifier: MPL-2.0 */
/* "hello", the first request. */
#ifndef NH_HELLO_H
#define NH_HELLO_H

#include "port.h"

nh_port_handler nh_on_hello;

#endif
