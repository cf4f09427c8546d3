/* SPDX-License-Identifier: MPL-2.0 */
/* What was written for another program, and what to do there. */
#ifndef NH_CLI_STEPS_H
#define NH_CLI_STEPS_H

struct cJSON;
struct cli;
struct nh_names;

/* Show the path and the steps, or add them to `json`, "path" and "steps", unless that is NULL. */
void cli_steps_show(const struct cli *cli, const char *path, const struct nh_names *steps,
                    struct cJSON *json);

#endif
