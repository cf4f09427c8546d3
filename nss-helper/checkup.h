/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What goes wrong in practice, looked for. Nothing is changed, nobody is asked, and
 * nothing is opened for longer than a look takes.
 */
#ifndef NH_CHECKUP_H
#define NH_CHECKUP_H

#include "finding.h"

struct nh_profile;

/*
 * This user's machine: the home and state folders, the host's manifest, the host that it
 * names, and the program that asks for passwords. `host`: the nss-helper-host that
 * belongs to the caller, or NULL when there is none. No store may be open.
 */
enum nh_status nh_checkup_machine(const char *host, struct nh_findings *out,
                                  struct nh_error *err);

/*
 * One browser profile: how its browser is packaged, its NSS, databases, primary password
 * and identities, its settings and extension, space, and what is unfinished. Run it on
 * the browser's own NSS (runtime.h). No store may be open, and none is afterwards.
 */
enum nh_status nh_checkup_profile(const struct nh_profile *profile, struct nh_findings *out,
                                  struct nh_error *err);

#endif
