/* SPDX-License-Identifier: MPL-2.0 */
/* Copy an identity into another profile of the same user. */
#ifndef NH_COPY_H
#define NH_COPY_H

#include "port.h"

nh_port_handler nh_on_places, nh_on_copy;

#endif
