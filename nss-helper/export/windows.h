/* SPDX-License-Identifier: MPL-2.0 */
/* Wi-Fi profiles for Windows (WLAN_profile Schema). Needs an open store. */
#ifndef NH_EXPORT_WINDOWS_H
#define NH_EXPORT_WINDOWS_H

#include "export/target.h"

nh_wifi_write nh_wifi_windows; /* false without memory */

#endif
