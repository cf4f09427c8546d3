/* SPDX-License-Identifier: MPL-2.0 */
#include "doctor/confinement.h"

#include "base/language.h"
#include "machine/confine.h"

#define CHECK "confinement"

static const char why[] =
    N_("Everything works. But if somebody took over the program through a fault in it, they could "
       "reach more than your certificates.");

void nh_checkup_confinement(struct nh_findings *out)
{
    bool files = nh_confine_can_files(), calls = nh_confine_can_calls();
    if (!files)
        nh_finding_add(out, CHECK, NH_STATE_HINT, NH_OK, why,
                       N_("Use Linux 5.19 or later, with landlock among the security modules that "
                          "it starts with (lsm=landlock,…)."),
                       "This system cannot keep nss-helper away from your other files (Landlock).");
    if (!calls)
        nh_finding_add(out, CHECK, NH_STATE_HINT, NH_OK, why,
                       N_("Use a kernel with seccomp filters (CONFIG_SECCOMP_FILTER)."),
                       "This system cannot keep nss-helper from system calls that it does not need "
                       "(seccomp).");
    if (files && calls)
        nh_finding_add_good(out, CHECK, "This system keeps nss-helper to its own work.");
}
