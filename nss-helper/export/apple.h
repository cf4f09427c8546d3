/* SPDX-License-Identifier: MPL-2.0 */
/* Wi-Fi profiles for Apple devices: .mobileconfig (Configuration Profile Reference). Needs an open
   store. */
#ifndef NH_EXPORT_APPLE_H
#define NH_EXPORT_APPLE_H

#include "export/target.h"

nh_wifi_write nh_wifi_apple; /* false without memory */

#endif
