/* SPDX-License-Identifier: MPL-2.0 */
/* The computer's power supply. */
#ifndef NH_MACHINE_POWER_H
#define NH_MACHINE_POWER_H

#include <stdbool.h>

#define NH_POWER_FOLDER "/sys/class/power_supply"

/* Whether the computer runs on battery; false when unknown. `folder` has a folder for each supply,
   as the kernel's Documentation/ABI/testing/sysfs-class-power describes. */
bool nh_power_on_battery(const char *folder);

#endif
