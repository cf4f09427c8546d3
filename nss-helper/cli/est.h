/* SPDX-License-Identifier: MPL-2.0 */
/* What `enroll` and `renew` share: a server, a password for it, and how it went. */
#ifndef NH_CLI_EST_H
#define NH_CLI_EST_H

#include "base/buf.h"
#include "cli/cli.h"
#include "lifecycle/enroll.h"

/* The options that name a server, and a person there. */
struct cli_est_options {
    const char *est, *label, *cacert, *fingerprint;
    const char *user, *password_file, *password_fd;
    const char *key;
};
extern struct cli_est_options cli_est_given;          /* those of this run */
extern const struct cli_option cli_est_option_list[]; /* which fill it */

/* What this run says of server, user and trust counts more than what the enrolment has, which may
   be empty or an earlier one; *enrolment is reset by the caller. With --est all three are of this
   run. */
enum nh_status cli_est_read(const struct cli_est_options *options, struct nh_enrolment *enrolment,
                            struct nh_error *err);

/* NH_USAGE where the options have a password, and no server wants one. */
enum nh_status cli_est_check_password(const struct cli_est_options *options, bool wanted,
                                      struct nh_error *err);

/* One enrolment at work. */
struct cli_est {
    struct cli *cli;
    struct nh_enroll enroll;
    struct nh_buf password; /* with its NUL, or empty: then it is asked for where it is needed */
    bool may_ask;           /* for that password, in a window */
    bool chosen;            /* the kind of a new key is the person's word */
    int lock; /* descriptor: nobody else enrols in this profile while it is open; or -1 */
};

/* The profile is entered. When this returns the journal is open, the primary password is
   known, and nobody else enrols in this profile. NH_BUSY. */
enum nh_status cli_est_begin(struct cli_est *it, struct cli *cli,
                             const struct cli_est_options *options, struct nh_error *err);
/* What came before this run is finished first: nothing is asked for twice. */
enum nh_status cli_est_resume(struct cli_est *it, struct nh_error *err);
void cli_est_end(struct cli_est *it);

/* The server is believed, or nothing goes to it. */
enum nh_status cli_est_meet(struct cli_est *it, struct nh_enrolment *enrolment,
                            struct nh_error *err);

/* Ask a server that was met for the job's certificate; the job is new when its id is "". *done is
   what came, to be reset. */
enum nh_status cli_est_ask(struct cli_est *it, struct nh_enrolment *enrolment, struct nh_job *job,
                           struct nh_issuance *done, struct nh_error *err);

/* NH_PENDING before the time that the CA has named, NH_UNAVAILABLE where it was out of order. */
enum nh_status cli_est_check_retry(const struct nh_enrolment *enrolment, struct nh_error *err);

/* Has its certificate come? */
bool cli_est_has_come(const struct nh_job *job);

/* Show the certificate that a job has brought; with --json into `list`. NH_DATES when it is
   of no use now. */
enum nh_status cli_est_show(struct cli_est *it, const struct nh_issuance *done, struct cJSON *to,
                            struct nh_error *err);

/* The same of one that came meanwhile, by its job. */
enum nh_status cli_est_show_job(struct cli_est *it, const struct nh_job *job, struct cJSON *to,
                                struct nh_error *err);

#endif
