/* SPDX-License-Identifier: MPL-2.0 */
/* Show a certificate in a stored response before the person confirms it. */
#ifndef NH_LIFECYCLE_PEEK_H
#define NH_LIFECYCLE_PEEK_H

#include "base/status.h"

struct nh_identity;
struct nh_journal;

/*
 * Describe the certificate with this fingerprint: one in the response, or one in the profile if the
 * response has only its issuers. The profile may be locked; nothing is written. The caller frees
 * *out. NH_NO_JOB when there is no such response, NH_BUSY while another process has it open,
 * NH_NO_IDENTITY when there is no such certificate, and the errors of nh_certfile_read.
 */
enum nh_status nh_peek(struct nh_journal *journal, const char *profile_path, const char *response,
                       const char *fingerprint, struct nh_identity **out, struct nh_error *err);

#endif
