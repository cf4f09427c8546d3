/* SPDX-License-Identifier: MPL-2.0 */
/* What this computer is run by. */
#ifndef NH_MACHINE_POWER_H
#define NH_MACHINE_POWER_H

#include <stdbool.h>

#define NH_POWER_FOLDER "/sys/class/power_supply"

/* Does it run on its battery? `folder` has a folder for each supply, as the kernel's
   Documentation/ABI/testing/sysfs-class-power tells. False where that can't be told. */
bool nh_power_on_battery(const char *folder);

#endif
