/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/states.h"

#include "base/language.h"

#define ONE(state) (1U << NH_JOB_##state)

static const char unsent[] =
    N_("A key was created, but the request was not sent. Press the site's button\n"
       "again, then forget this request.");
static const char taken[] =
    N_("A request was created, but its certificate has not been imported yet. When the\n"
       "CA has issued it: nss-helper import FILE. To give up the request and its key,\n"
       "forget it:");
static const char sent[] =
    N_("The request was sent, but no certificate has come. If the site still offers it,\n"
       "get it there with this profile, or import its file. If not, request a new one,\n"
       "and forget this request: that removes its key.");
static const char lost[] =
    N_("The CA's response was received, but is no longer here. Request a new certificate.");
static const char unproven[] =
    N_("The certificate is in the profile, but could not be verified. The database may\n"
       "be damaged. Try: nss-helper jobs resume");
static const char asked[] =
    N_("The CA's EST server has not sent a certificate yet. To ask again with the same\n"
       "key and request, repeat the \"enroll\", or run: nss-helper renew --all");

static const struct nh_job_row rows[NH_JOB_STATES] = {
    [NH_JOB_INTENT] = {.word = "intent",
                       .next = ONE(KEY) | ONE(FAILED) | ONE(FORGOTTEN),
                       .work_seconds = NH_AT_WORK_SECONDS,
                       .room_days = NH_ROOM_DAYS,
                       .replay = NH_REPLAY_FAIL},
    /* A response may arrive before the message that the request was sent. */
    [NH_JOB_KEY] = {.word = "key",
                    .next =
                        ONE(SENT) | ONE(RECEIVED) | ONE(INSTALLED) | ONE(FAILED) | ONE(FORGOTTEN),
                    .open = true,
                    .unsent = true,
                    .work_seconds = NH_AT_WORK_SECONDS,
                    .room_days = NH_ROOM_DAYS,
                    .by = {[NH_WAY_COMMAND] = {NH_PARTY_PERSON, unsent},
                           [NH_WAY_FORM] = {NH_PARTY_PERSON, unsent},
                           [NH_WAY_EST] = {NH_PARTY_SERVER, asked}}},
    /* A page may redirect its form to another site at the last moment; such a form is not sent. */
    [NH_JOB_SENT] = {.word = "sent",
                     .next =
                         ONE(KEY) | ONE(RECEIVED) | ONE(INSTALLED) | ONE(FAILED) | ONE(FORGOTTEN),
                     .open = true,
                     .room_days = NH_ROOM_DAYS,
                     .by = {[NH_WAY_COMMAND] = {NH_PARTY_PERSON, taken},
                            [NH_WAY_FORM] = {NH_PARTY_SITE, sent},
                            [NH_WAY_EST] = {NH_PARTY_SERVER, asked}}},
    /* The person may discard a response, and another may come. */
    [NH_JOB_RECEIVED] = {.word = "received",
                         .next = ONE(SENT) | ONE(RECEIVED) | ONE(INSTALLED) | ONE(FAILED) |
                                 ONE(FORGOTTEN),
                         .open = true,
                         .response = true,
                         .by = {[NH_WAY_COMMAND] = {NH_PARTY_PERSON, lost},
                                [NH_WAY_FORM] = {NH_PARTY_PERSON, lost},
                                [NH_WAY_EST] = {NH_PARTY_SERVER, asked}}},
    [NH_JOB_INSTALLED] = {.word = "installed",
                          .next = ONE(RECEIVED) | ONE(VERIFIED) | ONE(FAILED) | ONE(FORGOTTEN),
                          .open = true,
                          .response = true,
                          .certificate = true,
                          .replay = NH_REPLAY_PROVE,
                          .by = {[NH_WAY_COMMAND] = {NH_PARTY_NOBODY, unproven},
                                 [NH_WAY_FORM] = {NH_PARTY_NOBODY, unproven},
                                 [NH_WAY_EST] = {NH_PARTY_NOBODY, unproven}}},
    [NH_JOB_VERIFIED] = {.word = "verified", .response = true, .certificate = true},
    [NH_JOB_FAILED] = {.word = "failed"},
    [NH_JOB_FORGOTTEN] = {.word = "forgotten"},
};

const struct nh_job_row *nh_job_row(enum nh_job_state state)
{
    return &rows[state];
}
