/* SPDX-License-Identifier: MPL-2.0 */
/* One certificate that `renew` has to do with. */
#ifndef CLI_RENEWAL_H
#define CLI_RENEWAL_H

#include "enrolling.h"

struct cli_renewal {
    const struct cli_est_options *options;
    const char *fingerprint; /* of the old one, or "" where a first one waits */
    enum nh_key_kind kind;   /* of a new key */
    struct nh_job job;       /* that was begun before; its id is "" for a new one */
    bool unattended;         /* nobody is there to be asked */
    bool wants_person;       /* set when somebody should have been */
};

/* Do it; with --json `to` is filled. NH_ASK for one that a portal renews. */
enum nh_status cli_renewal_do(struct cli_est *it, struct cli_renewal *renewal, struct cJSON *to,
                              struct nh_error *err);

/* All of the profile that is entered, or only what is due. */
enum nh_status cli_renew_all(struct cli *cli, const struct cli_est_options *options, bool only_due,
                             struct nh_error *err);

/* The same for each profile of this user that has a journal, each in a process of its own: an
   NSS is of one profile. *done: there are several, and it was done; else nothing was. */
enum nh_status cli_renew_everywhere(struct cli *cli, bool *done, struct nh_error *err);

#endif
