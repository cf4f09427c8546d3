/* SPDX-License-Identifier: MPL-2.0 */
/* What a person has to do in a program so that it uses a certificate new in its profile. */
#ifndef NH_BROWSER_HINT_H
#define NH_BROWSER_HINT_H

#include <stdbool.h>

struct nh_profile;

/* Sentences, to be translated where they are shown; static, with NULL after the last. `mail`: the
   certificate is for e-mail. */
const char *const *nh_hint(const struct nh_profile *profile, bool mail);

#endif
