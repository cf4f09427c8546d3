/* SPDX-License-Identifier: MPL-2.0 */
/* What the person has set: $XDG_CONFIG_HOME/nss-helper/nss-helper.conf, lines of "name=value". */
#ifndef NH_MACHINE_CONFIG_H
#define NH_MACHINE_CONFIG_H

/* The file, whether it is there or not. Allocated, or NULL. */
char *nh_config_path(void);

/* The value of the first line of this name. Allocated; NULL where there is none. */
char *nh_config_read(const char *name);

#endif
