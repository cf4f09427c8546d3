/* SPDX-License-Identifier: MPL-2.0 */
/* Show the path of an exported file, and what to do with it. */
#ifndef NH_CLI_STEPS_H
#define NH_CLI_STEPS_H

struct cJSON;
struct cli;
struct nh_names;

/* Show the path and the steps; if `json` is not NULL, add them to it as "path" and "steps"
   instead. */
void cli_steps_show(const struct cli *cli, const char *path, const struct nh_names *steps,
                    struct cJSON *json);

#endif
