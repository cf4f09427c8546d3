/* SPDX-License-Identifier: MPL-2.0 */
/* Wi-Fi profiles for wpa_supplicant: a network block of wpa_supplicant.conf(5). */
#ifndef NH_EXPORT_WPA_SUPPLICANT_H
#define NH_EXPORT_WPA_SUPPLICANT_H

#include "export/target.h"

nh_wifi_write nh_wifi_wpa_supplicant; /* false without memory */

#endif
