/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/steps.h"

#include "base/files.h"
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/wrap.h"

#include <cjson/cJSON.h>
#include <stdio.h>

#define STEP_AT 5 /* column of a step after its number */

void cli_steps_show(const struct cli *cli, const char *path, const struct nh_names *steps,
                    struct cJSON *json)
{
    cJSON *list = NULL;
    if (json) {
        cli_json_add(json, "path", path);
        list = cJSON_AddArrayToObject(json, "steps");
    } else {
        cli_print(stdout, "%s\n", path);
    }
    for (size_t i = 0; i < steps->count; i++) {
        if (list)
            cJSON_AddItemToArray(list, cJSON_CreateString(steps->items[i]));
        else if (!cli->quiet)
            cli_advice(stdout, STEP_AT, (size_t)printf("  %zu. ", i + 1), steps->items[i]);
    }
}
