/* SPDX-License-Identifier: MPL-2.0 */
/* What a response that is kept would bring, for a person who has not said yes to it. */
#ifndef NH_LIFECYCLE_PEEK_H
#define NH_LIFECYCLE_PEEK_H

#include "base/status.h"

struct nh_identity;
struct nh_journal;

/*
 * Describe the certificate with this fingerprint: one of the response, or one of the profile, where
 * the response brings only issuers of that. The profile may be locked, and nothing is written.
 * *out is the caller's. NH_NO_JOB when there is no such response, NH_BUSY while another process
 * works on it, NH_NO_IDENTITY when it has no such certificate, and the errors of certfile.h.
 */
enum nh_status nh_peek(struct nh_journal *journal, const char *profile_path, const char *response,
                       const char *fingerprint, struct nh_identity **out, struct nh_error *err);

#endif
