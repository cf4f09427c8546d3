/* SPDX-License-Identifier: MPL-2.0 */
/* Wi-Fi profiles for NetworkManager: nm-settings-keyfile(5). */
#ifndef NH_EXPORT_NETWORKMANAGER_H
#define NH_EXPORT_NETWORKMANAGER_H

#include "export/target.h"

nh_wifi_write nh_wifi_networkmanager; /* false without memory */

#endif
