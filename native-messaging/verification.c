/* SPDX-License-Identifier: MPL-2.0 */
#include "verification.h"

#include "browser/profile.h"
#include "certificate/verify.h"
#include "lifecycle/report.h"
#include "net/fetch.h"
#include "nss/store.h"
#include "reply.h"
#include "revocation/revocation.h"

#include <cjson/cJSON.h>

/* That it does not sign is a finding, too. */
static enum nh_status prove(const char *profile, const char *fingerprint, struct nh_proof *proof,
                            struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(profile, NH_STORE_READ, &store, err);
    if (!status)
        status = nh_verify(store, fingerprint, proof, err);
    nh_store_close(&store);
    return status == NH_NOT_PROVEN ? NH_OK : status;
}

static cJSON *verified(const struct nh_proof *proof, const struct nh_revocation *revocation)
{
    cJSON *reply = nh_reply_new("verified");
    return nh_reply_whole(reply,
                          nh_reply_item(reply, "proof", nh_report_proof(proof)) &&
                              nh_reply_item(reply, "revocation", nh_report_revocation(revocation)));
}

enum nh_status nh_on_verify(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    const char *profile = port->profile->path;
    struct nh_revocation revocation = {.by = ""};
    struct nh_proof proof = {0};
    const char *fingerprint = nh_message_fingerprint(message, "fingerprint");
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = prove(profile, fingerprint, &proof, err);
    if (!status)
        status = nh_revocation_check(profile, fingerprint, nh_fetch_web, true, &revocation, err);
    if (!status)
        nh_port_say(port, verified(&proof, &revocation));
    return status;
}
