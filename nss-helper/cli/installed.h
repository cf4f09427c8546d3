/* SPDX-License-Identifier: MPL-2.0 */
/* What comes in, and what was installed: shown to a person or as JSON. */
#ifndef NH_CLI_INSTALLED_H
#define NH_CLI_INSTALLED_H

#include <stddef.h>

struct cJSON;
struct nh_incoming;

/* Before anything is written: "name brings:", and each certificate. */
void cli_coming_show(const char *name, const struct nh_incoming *incoming, size_t count);

/* "name: installed", and what it is. */
void cli_installed_show(const char *name, const struct nh_incoming *incoming);

/* "identity", "added", "known" and "certificates" into the object: as it will be, or is. */
void cli_installed_json(struct cJSON *item, const struct nh_incoming *incoming);

#endif
