/* SPDX-License-Identifier: MPL-2.0 */
/* PKCS#12 files for `import`: their password, and what they bring. */
#ifndef CLI_KEYS_H
#define CLI_KEYS_H

#include "cli.h"

struct nh_buf;

/* --password-file and --password-fd. */
extern const struct cli_option cli_keys_options[];

/* Read the password, if one of the options was given; else `password` stays empty. */
enum nh_status cli_keys_password(const struct cli *cli, struct nh_buf *password,
                                    struct nh_error *err);

/* Put one file into the open profile, and show or add to `list` (with --json) what came
   of it. NH_USAGE without a password. */
enum nh_status cli_keys_import(struct cli *cli, const char *name, const struct nh_buf *bytes,
                                  const struct nh_buf *password, struct cJSON *list,
                                  struct nh_error *err);

#endif
