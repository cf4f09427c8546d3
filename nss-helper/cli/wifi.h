/* SPDX-License-Identifier: MPL-2.0 */
/* `import --wifi`: make a Wi-Fi profile from the settings that a certificate came in. */
#ifndef NH_CLI_WIFI_H
#define NH_CLI_WIFI_H

#include "base/status.h"
#include "export/network.h"
#include "export/wifi.h"

struct cli;
struct nh_buf;

struct cli_wifi {
    const char *password_file, *password_fd; /* for the new file; NULL: ask */
    struct nh_buf password;                  /* empty until known */
    struct nh_network file;
    struct nh_wifi wifi;
};

/* Read the settings of the network from the file `name`, and check that a profile can be made with
   them and with a given password. Nothing is written. The store is open. The caller resets *out.
   NH_NO_NETWORK, NH_USAGE. */
enum nh_status cli_wifi_read(struct cli *cli, const char *name, const struct nh_buf *settings,
                             struct cli_wifi *out, struct nh_error *err);

/* Write the folder for NetworkManager with the identity and a new password, and show what to do
   with it. The journal is open; the store is closed while the person is asked. The errors of
   nh_export_write. */
enum nh_status cli_wifi_make(struct cli *cli, struct cli_wifi *wifi, const char *fingerprint,
                             struct nh_error *err);

void cli_wifi_reset(struct cli_wifi *wifi);

#endif
