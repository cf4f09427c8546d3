/* SPDX-License-Identifier: MPL-2.0 */
/* What the administrator's list (machine/sites.h) allows. It is about websites: a request to an EST
   server, which was named to the command, is no matter of it. */
#ifndef NH_LIFECYCLE_ALLOWED_H
#define NH_LIFECYCLE_ALLOWED_H

#include "base/status.h"

struct nh_job;
struct nh_journal;

/* May the form of this job be sent? NH_OTHER_SITE, NH_SITE_LIST. */
enum nh_status nh_allowed_job(struct nh_journal *journal, const struct nh_job *job,
                              struct nh_error *err);

/* May a response that is kept, and came from this site, be installed? The same errors. */
enum nh_status nh_allowed_response(struct nh_journal *journal, const char *site,
                                   struct nh_error *err);

#endif
