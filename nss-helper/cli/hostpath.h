/* SPDX-License-Identifier: MPL-2.0 */
/* The host program that belongs to this command. */
#ifndef NH_CLI_HOSTPATH_H
#define NH_CLI_HOSTPATH_H

#include "base/status.h"

/*
 * The absolute path of nss-helper-host, allocated: in the folder of this program,
 * or in ../libexec/nss-helper. NH_CONFIG, with what to do, when it is not there,
 * can't be executed, or others than its owner and root may change it.
 */
enum nh_status cli_host_find(char **path, struct nh_error *err);

#endif
