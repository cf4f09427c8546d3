/* SPDX-License-Identifier: MPL-2.0 */
/* Stored responses: install, look at, discard or save them. */
#ifndef NH_KEPT_H
#define NH_KEPT_H

#include "port.h"

nh_port_handler nh_on_install, nh_on_look, nh_on_discard, nh_on_save;

#endif
