/* SPDX-License-Identifier: MPL-2.0 */
/* Wi-Fi profiles for geteduroam: .eap-config (draft-winter-opsawg-eap-metadata). */
#ifndef NH_EXPORT_GETEDUROAM_H
#define NH_EXPORT_GETEDUROAM_H

#include "export/target.h"

nh_wifi_write nh_wifi_geteduroam; /* false without memory */

#endif
