/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Which NSS this process runs on. A profile written by a newer NSS can be
 * unreadable for an older one (a primary password since NSS 3.118, Mozilla bug
 * 1990242), so the browser's own libraries are used where they are newer than
 * the system's. They are chosen by LD_LIBRARY_PATH at a second exec: with a
 * RUNPATH the browser's libnss3 would load the system's softokn.
 */
#ifndef NH_NSS_RUNTIME_H
#define NH_NSS_RUNTIME_H

#include "base/status.h"

/* Take out of the environment what weakens NSS or redirects libraries (NSS_*,
   SSL*, OPENSSL_*, LD_*, GCONV_PATH …). First thing in main. */
void nh_runtime_clean(void);

/*
 * Run on the NSS in `folder` (a browser's program folder, may be NULL) if it is
 * newer than the system's: the process is executed again with the same
 * arguments and this function does not return; in the second process it does,
 * at once. Call it before anything else uses NSS and before any thread.
 * The folder is used only if root owns it and its libraries and nobody else may
 * write there, or if `running` is the pid of a live browser of the same user
 * whose executable lies there. Otherwise the system's NSS stays: no error.
 * NH_SYSTEM when the second exec fails.
 */
enum nh_status nh_runtime_enter(const char *folder, int running, char *const argv[],
                                struct nh_error *err);

/* The version in use ("3.125.1"), and the folder that it was loaded from. */
const char *nh_runtime_nss_version(void);
const char *nh_runtime_nss_folder(void);

/* A module with the public root certificates for this NSS, or NULL. */
const char *nh_runtime_roots(void);

/* Keep secrets out of core files and from other processes of the user. */
void nh_runtime_harden(void);

#endif
