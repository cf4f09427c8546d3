/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/enter.h"

#include "browser/choose.h"
#include "browser/enter.h"
#include "cli/cli.h"
#include "cli/which.h"
#include "nss/runtime.h"

#include <stddef.h>

enum nh_status cli_profile_enter(struct cli *cli, struct nh_error *err)
{
    enum nh_status status = nh_profile_choose(cli->profile, &cli->chosen, err);
    if (status == NH_MANY_PROFILES && !cli->profile && cli_which_can_ask(cli)) {
        status = cli_which_ask(cli, err);
        if (!status)
            status = nh_profile_choose(cli->profile, &cli->chosen, err);
    }
    if (!status)
        status = nh_profile_enter(&cli->chosen, cli->argv, err);
    if (!status)
        nh_runtime_harden();
    return status;
}

enum nh_status cli_runtime_enter(struct cli *cli, struct nh_error *err)
{
    if (nh_profile_choose(cli->profile, &cli->chosen, NULL))
        return NH_OK;
    return nh_profile_enter(&cli->chosen, cli->argv, err);
}
