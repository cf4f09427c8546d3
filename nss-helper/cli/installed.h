/* SPDX-License-Identifier: MPL-2.0 */
/* What was installed, shown to a person or as JSON. */
#ifndef CLI_INSTALLED_H
#define CLI_INSTALLED_H

struct cJSON;
struct nh_answer;

/* "name: installed", and what it is. */
void cli_installed_show(const char *name, const struct nh_answer *answer);

/* "identity", "added" and "known" into the object. */
void cli_installed_json(struct cJSON *item, const struct nh_answer *answer);

#endif
