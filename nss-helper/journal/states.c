/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/states.h"

#define ONE(state) (1U << NH_JOB_##state)

#define UNSENT                                                                                     \
    "A key was made, but the request was not sent. Press the site's button again; then\n"          \
    "forget this one."
#define TAKEN                                                                                      \
    "A request was made here; its certificate was not imported yet. When the CA has\n"             \
    "issued it: nss-helper import FILE. To give it up, key and all, forget it:"
#define SENT                                                                                       \
    "The request was sent; no certificate has come. If the site still offers it, get\n"            \
    "it there with this profile, or import its file: it finds its key by itself. If\n"             \
    "not, have it issued again, and forget this one: that removes its key."
#define LOST "The CA's answer was received, but is not there any more. Have it issued again."
#define UNPROVEN                                                                                   \
    "The certificate is in the profile, but was not proven: its database may be\n"                 \
    "damaged. Try: nss-helper jobs resume"
#define ASKED                                                                                      \
    "The CA's EST server has not sent a certificate yet. It is asked again, with the same\n"       \
    "key and request, by the same \"enroll\", or by: nss-helper renew --all"

static const struct nh_job_row rows[NH_JOB_STATES] = {
    [NH_JOB_INTENT] = {.word = "intent",
                       .next = ONE(KEY) | ONE(FAILED) | ONE(FORGOTTEN),
                       .work_seconds = NH_AT_WORK_SECONDS,
                       .room_days = NH_ROOM_DAYS,
                       .replay = NH_REPLAY_FAIL},
    /* A response may be faster than the word that the request has left. */
    [NH_JOB_KEY] = {.word = "key",
                    .next =
                        ONE(SENT) | ONE(RECEIVED) | ONE(INSTALLED) | ONE(FAILED) | ONE(FORGOTTEN),
                    .open = true,
                    .unsent = true,
                    .work_seconds = NH_AT_WORK_SECONDS,
                    .room_days = NH_ROOM_DAYS,
                    .by = {[NH_WAY_COMMAND] = {NH_PARTY_PERSON, UNSENT},
                           [NH_WAY_FORM] = {NH_PARTY_PERSON, UNSENT},
                           [NH_WAY_EST] = {NH_PARTY_SERVER, ASKED}}},
    [NH_JOB_SENT] = {.word = "sent",
                     .next = ONE(RECEIVED) | ONE(INSTALLED) | ONE(FAILED) | ONE(FORGOTTEN),
                     .open = true,
                     .room_days = NH_ROOM_DAYS,
                     .by = {[NH_WAY_COMMAND] = {NH_PARTY_PERSON, TAKEN},
                            [NH_WAY_FORM] = {NH_PARTY_SITE, SENT},
                            [NH_WAY_EST] = {NH_PARTY_SERVER, ASKED}}},
    /* The person may discard a response, and another one may come. */
    [NH_JOB_RECEIVED] = {.word = "received",
                         .next = ONE(SENT) | ONE(RECEIVED) | ONE(INSTALLED) | ONE(FAILED) |
                                 ONE(FORGOTTEN),
                         .open = true,
                         .response = true,
                         .by = {[NH_WAY_COMMAND] = {NH_PARTY_PERSON, LOST},
                                [NH_WAY_FORM] = {NH_PARTY_PERSON, LOST},
                                [NH_WAY_EST] = {NH_PARTY_SERVER, ASKED}}},
    [NH_JOB_INSTALLED] = {.word = "installed",
                          .next = ONE(RECEIVED) | ONE(VERIFIED) | ONE(FAILED) | ONE(FORGOTTEN),
                          .open = true,
                          .response = true,
                          .certificate = true,
                          .replay = NH_REPLAY_PROVE,
                          .by = {[NH_WAY_COMMAND] = {NH_PARTY_NOBODY, UNPROVEN},
                                 [NH_WAY_FORM] = {NH_PARTY_NOBODY, UNPROVEN},
                                 [NH_WAY_EST] = {NH_PARTY_NOBODY, UNPROVEN}}},
    [NH_JOB_VERIFIED] = {.word = "verified", .response = true, .certificate = true},
    [NH_JOB_FAILED] = {.word = "failed"},
    [NH_JOB_FORGOTTEN] = {.word = "forgotten"},
};

const struct nh_job_row *nh_job_row(enum nh_job_state state)
{
    return &rows[state];
}
