/* SPDX-License-Identifier: MPL-2.0 */
/* Find the host program that belongs to this command. */
#ifndef NH_CLI_HOSTPATH_H
#define NH_CLI_HOSTPATH_H

#include "base/status.h"

/*
 * Get the absolute path of nss-helper-host, allocated: in the folder of this program, or in
 * ../libexec/nss-helper. NH_CONFIG when it is missing, can't be executed, or can be changed by
 * users other than the caller and root.
 */
enum nh_status cli_host_find(char **path, struct nh_error *err);

#endif
