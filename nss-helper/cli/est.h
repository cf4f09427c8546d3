/* SPDX-License-Identifier: MPL-2.0 */
/* What `enroll` and `renew` share: the server, its password, and showing the result. */
#ifndef NH_CLI_EST_H
#define NH_CLI_EST_H

#include "base/buf.h"
#include "cli/cli.h"
#include "lifecycle/enroll.h"

/* The options for a server and a user there. */
struct cli_est_options {
    const char *est, *label, *cacert, *fingerprint;
    const char *user, *password_file, *password_fd;
    const char *key;
};
extern struct cli_est_options cli_est_given;          /* the values of this run */
extern const struct cli_option cli_est_option_list[]; /* the options that fill it */

/* Put server, user and trust of the options into the enrolment, which may be empty or from an
   earlier run. Options take precedence; with --est all three come from them. The caller resets
   *enrolment. */
enum nh_status cli_est_read(const struct cli_est_options *options, struct nh_enrolment *enrolment,
                            struct nh_error *err);

/* NH_USAGE when the options give a password that no server wants. */
enum nh_status cli_est_check_password(const struct cli_est_options *options, bool wanted,
                                      struct nh_error *err);

/* A run of enrolments in one profile. */
struct cli_est {
    struct cli *cli;
    struct nh_enroll enroll;
    struct nh_buf password; /* with its NUL; empty: asked for when needed */
    bool may_ask;           /* whether a window may ask for the password */
    bool chosen;            /* the person has chosen the kind of key */
    int lock;               /* descriptor of nh_enrolment_lock, or -1 */
};

/* Begin; the profile is entered. Opens the journal, gets the primary password, and locks the
   profile for enrolments. The caller calls cli_est_end. NH_BUSY, and the errors of opening. */
enum nh_status cli_est_begin(struct cli_est *it, struct cli *cli,
                             const struct cli_est_options *options, struct nh_error *err);
/* Finish what earlier runs left, so that nothing is requested twice. */
enum nh_status cli_est_resume(struct cli_est *it, struct nh_error *err);
void cli_est_end(struct cli_est *it);

/* Verify the server: nh_enroll_meet. */
enum nh_status cli_est_meet(struct cli_est *it, struct nh_enrolment *enrolment,
                            struct nh_error *err);

/* Request the job's certificate from a verified server; the job is new when its id is "". The
   caller resets *done. The errors of nh_enroll_ask. */
enum nh_status cli_est_ask(struct cli_est *it, struct nh_enrolment *enrolment, struct nh_job *job,
                           struct nh_issuance *done, struct nh_error *err);

/* Check that the time has come at which the CA wants to be asked again. NH_PENDING, or
   NH_UNAVAILABLE if the CA was out of order. */
enum nh_status cli_est_check_retry(const struct nh_enrolment *enrolment, struct nh_error *err);

/* Whether the job's certificate has arrived. */
bool cli_est_has_come(const struct nh_job *job);

/* Show the certificate that a job has brought; with --json add it to `to`. NH_DATES when it is not
   valid today. */
enum nh_status cli_est_show(struct cli_est *it, const struct nh_issuance *done, struct cJSON *to,
                            struct nh_error *err);

/* The same for one that arrived earlier, found by its job. */
enum nh_status cli_est_show_job(struct cli_est *it, const struct nh_job *job, struct cJSON *to,
                                struct nh_error *err);

#endif
