/* SPDX-License-Identifier: MPL-2.0 */
/* What the administrator's site list (machine/sites.h) allows. It applies to websites only, not to
   EST servers, which the person names to the command. */
#ifndef NH_LIFECYCLE_ALLOWED_H
#define NH_LIFECYCLE_ALLOWED_H

#include "base/status.h"

struct nh_job;
struct nh_journal;

/* Check that the form of this job may be sent. NH_OTHER_SITE, NH_SITE_LIST. */
enum nh_status nh_allowed_job(struct nh_journal *journal, const struct nh_job *job,
                              struct nh_error *err);

/* Check that a stored response from this site may be installed. The same errors. */
enum nh_status nh_allowed_response(struct nh_journal *journal, const char *site,
                                   struct nh_error *err);

#endif
