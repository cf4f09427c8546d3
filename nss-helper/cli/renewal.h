/* SPDX-License-Identifier: MPL-2.0 */
/* Renew one certificate. */
#ifndef NH_CLI_RENEWAL_H
#define NH_CLI_RENEWAL_H

#include "cli/est.h"

struct cli_renewal {
    const struct cli_est_options *options;
    const char *fingerprint; /* of the old certificate, or "" for a first one */
    enum nh_key_kind kind;   /* of a new key */
    struct nh_job job;       /* one begun earlier; its id is "" for a new one */
    bool many;               /* it is one of several, for which the options were given */
    bool unattended;         /* the person can't be asked */
    bool has_command;        /* a command will run afterwards */
    bool wants_person;       /* set when the person should have been asked */
    bool unmet;              /* set when the server can't be reached or does not answer */
};

/* Renew it; with --json, fill `to`. NH_ASK for a certificate that is renewed at a portal, and the
   errors of cli_est_ask. */
enum nh_status cli_renewal_do(struct cli_est *it, struct cli_renewal *renewal, struct cJSON *to,
                              struct nh_error *err);

#endif
