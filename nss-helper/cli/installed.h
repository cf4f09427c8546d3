/* SPDX-License-Identifier: MPL-2.0 */
/* Show what will be or was installed, to a person or as JSON. */
#ifndef NH_CLI_INSTALLED_H
#define NH_CLI_INSTALLED_H

#include <stddef.h>

struct cJSON;
struct nh_incoming;

/* Before anything is written: "name brings:" and each certificate. */
void cli_coming_show(const char *name, const struct nh_incoming *incoming, size_t count);

/* "name: installed" and its details. */
void cli_installed_show(const char *name, const struct nh_incoming *incoming);

/* Add "identity", "added", "known" and "certificates" to the object. */
void cli_installed_json(struct cJSON *item, const struct nh_incoming *incoming);

#endif
