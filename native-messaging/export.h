/* SPDX-License-Identifier: MPL-2.0 */
/* Export an identity for another program, as a file in the download folder. */
#ifndef NH_EXPORT_H
#define NH_EXPORT_H

#include "port.h"

struct nh_store;
struct nh_target;
struct nh_wifi;

nh_port_handler nh_on_export, nh_on_show;

/*
 * Ask for a password, or show a new random one (`made`), and write the file; *path is allocated.
 * The store is open for reading and stays open, which does not block the browser. `wifi` is NULL
 * unless the target is a Wi-Fi profile. The errors of ask.h and nh_export_write.
 */
enum nh_status nh_export_asking(struct nh_port *port, struct nh_store *store,
                                const struct nh_target *target, const char *fingerprint, bool made,
                                const struct nh_wifi *wifi, char **path, struct nh_error *err);

#endif
