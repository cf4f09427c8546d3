/* SPDX-License-Identifier: MPL-2.0 */
/* The person's settings: $XDG_CONFIG_HOME/nss-helper/nss-helper.conf, with lines of
   "name=value". */
#ifndef NH_MACHINE_CONFIG_H
#define NH_MACHINE_CONFIG_H

/* The path of the file, which may not exist. Allocated, or NULL. */
char *nh_config_path(void);

/* The value of the first line with this name. Allocated, or NULL. */
char *nh_config_read(const char *name);

#endif
