/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/clear.h"

#include "base/language.h"
#include "base/site.h"
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/which.h"
#include "lifecycle/clear.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <strings.h>

enum nh_status cli_clear_check(const char *site, struct nh_error *err)
{
    if (nh_site_is_origin(site))
        return NH_OK;
    return nh_fail(err, NH_USAGE, NULL, "Write the site as https://portal.example.");
}

static enum nh_status want_yes(const struct cli *cli, const char *site,
                               const struct nh_cleared *left, struct nh_error *err)
{
    char line[16];
    if (!cli_which_can_ask(cli))
        return nh_fail(err, NH_ASK, NULL,
                       "To forget everything of a site, add --yes. Nothing was changed.");
    cli_print(stderr,
              _("This gives up the requests of %s (%zu), removes their keys, and "
                "discards the responses (%zu).\n"
                "Certificates issued for these keys can't be used any more, and most "
                "sites hand out a response\n"
                "only once. Forget everything? [y/N] "),
              site, left->jobs, left->responses);
    if (!fgets(line, sizeof line, stdin) ||
        (strcasecmp(line, "y\n") != 0 && strcasecmp(line, "yes\n") != 0))
        return nh_fail(err, NH_CANCELLED, NULL, "Nothing was changed.");
    return NH_OK;
}

static void report(struct cli *cli, const char *site, const struct nh_cleared *done)
{
    if (cli->json) {
        cli_json_profile(cli);
        cJSON_AddNumberToObject(cli_document(cli), "jobs", (double)done->jobs);
        cJSON_AddNumberToObject(cli_document(cli), "answers", (double)done->responses);
    }
    cli_note(cli, _("Forgotten for %s: requests %zu, responses %zu."), site, done->jobs,
             done->responses);
}

enum nh_status cli_clear(struct cli *cli, const char *site, bool yes, struct nh_error *err)
{
    struct nh_cleared left = {0}, done = {0};
    enum nh_status status = nh_clear_count(cli->journal, site, &left, err);
    if (!status && left.jobs + left.responses == 0)
        return nh_fail(err, NH_NO_JOB, NULL, "Nothing is unfinished for %s.", site);
    if (!status && !yes)
        status = want_yes(cli, site, &left, err);
    if (!status)
        status = nh_clear(cli->journal, cli->chosen.path, site, &done, err);
    if (done.jobs + done.responses > 0)
        report(cli, site, &done);
    return status;
}
