/* SPDX-License-Identifier: MPL-2.0 */
/* One certificate that `renew` has to do with. */
#ifndef NH_CLI_RENEWAL_H
#define NH_CLI_RENEWAL_H

#include "cli/est.h"

struct cli_renewal {
    const struct cli_est_options *options;
    const char *fingerprint; /* of the old one, or "" where a first one waits */
    enum nh_key_kind kind;   /* of a new key */
    struct nh_job job;       /* that was begun before; its id is "" for a new one */
    bool many;               /* it is one of several: the words are not for it alone */
    bool unattended;         /* nobody is there to be asked */
    bool has_command;        /* one is to run afterwards */
    bool wants_person;       /* set when somebody should have been */
    bool unmet;              /* set when the server can't be reached at all, or hangs */
};

/* Do it; with --json `to` is filled. NH_ASK for one that a portal renews. */
enum nh_status cli_renewal_do(struct cli_est *it, struct cli_renewal *renewal, struct cJSON *to,
                              struct nh_error *err);

#endif
