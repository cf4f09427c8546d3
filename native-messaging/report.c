/* SPDX-License-Identifier: MPL-2.0 */
#include "report.h"

#include "browser/profile.h"
#include "doctor/browser.h"
#include "doctor/databases.h"
#include "doctor/discreet.h"
#include "doctor/host.h"
#include "doctor/machine.h"
#include "reply.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

#define FINDINGS_MAX 64 /* most in a reply */

static bool fill(const struct nh_finding *finding, cJSON *to)
{
    char *what = nh_discreet_what(finding);
    bool enough = what && to && nh_reply_text(to, "check", finding->check) &&
                  nh_reply_text(to, "state", nh_state_word(finding->state)) &&
                  nh_reply_text(to, "name", nh_status_name(finding->code)) &&
                  nh_reply_text(to, "what", what);
    free(what);
    return enough;
}

cJSON *nh_findings_reply(const struct nh_findings *findings)
{
    cJSON *reply = nh_reply_new("report");
    cJSON *list = cJSON_AddArrayToObject(reply, "findings");
    bool enough = list && !findings->failed;
    for (size_t i = 0; enough && i < findings->count && i < FINDINGS_MAX; i++)
        enough = fill(&findings->items[i], nh_reply_push(list));
    return nh_reply_whole(reply, enough);
}

/* Keys are not checked, as that could need a password. */
enum nh_status nh_on_report(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    struct nh_findings findings = {0};
    enum nh_status status = nh_message_end(message, err);
    if (status)
        return status;
    nh_checkup_machine(&findings);
    nh_checkup_host(NULL, &findings);
    nh_checkup_browser(port->profile, &findings);
    nh_checkup_databases(port->profile, &findings);
    nh_port_say(port, nh_findings_reply(&findings));
    nh_findings_reset(&findings);
    return NH_OK;
}
