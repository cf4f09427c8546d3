/* SPDX-License-Identifier: MPL-2.0 */
/* What a person does in a program, so that it uses a certificate that has just come into its
   profile. */
#ifndef NH_BROWSER_HINT_H
#define NH_BROWSER_HINT_H

struct nh_profile;

/* Sentences to translate where they are shown, NULL after the last. Static. */
const char *const *nh_hint(const struct nh_profile *profile);

#endif
