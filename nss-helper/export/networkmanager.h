/* SPDX-License-Identifier: MPL-2.0 */
/* nm-settings-keyfile(5): NetworkManager. */
#ifndef NH_EXPORT_NETWORKMANAGER_H
#define NH_EXPORT_NETWORKMANAGER_H

#include "export/target.h"

nh_wifi_write nh_wifi_networkmanager; /* false without memory */

#endif
