/* SPDX-License-Identifier: MPL-2.0 */
/* What can be seen of a profile's databases without a password. */
#ifndef NH_DOCTOR_SURVEY_H
#define NH_DOCTOR_SURVEY_H

#include "base/status.h"
#include <stdbool.h>

struct nh_survey {
    enum nh_status status; /* NH_OK, or why the databases can't be read; see `err` */
    struct nh_error err;
    bool has_password; /* it has a primary password */
    const char *needs; /* the oldest NSS that can check it ("3.118"); NULL: any can */
    long identities;   /* certificates with their key; -1 when this NSS can't tell */
};

/* Fill *out for the profile in the folder `path`. No store may be open. */
void nh_survey_take(const char *path, struct nh_survey *out);

#endif
