/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Which NSS this process uses. An older NSS can't always read a profile of a newer one (keydb.h),
 * so the browser's libraries are used if they are newer than the system's. They are chosen by
 * LD_LIBRARY_PATH and a second exec: with a RUNPATH, the browser's libnss3 would load the system's
 * softokn.
 */
#ifndef NH_NSS_RUNTIME_H
#define NH_NSS_RUNTIME_H

#include "base/status.h"

/* Remove variables from the environment that weaken NSS or redirect libraries (NSS_*, SSL*,
   OPENSSL_*, LD_*, GCONV_PATH …). Call it first in main. */
void nh_runtime_clean(void);

/*
 * Use the NSS in `folder` (a browser's program folder, may be NULL) if it is newer than the
 * system's. Then the program is executed again with the same arguments, and this function does not
 * return; in the second run it returns at once. Call it before anything uses NSS and before any
 * thread is started. The folder is used only if root owns it and its libraries and nobody else may
 * write there, or if `running` is the pid of a running browser of the same user whose executable is
 * there. Otherwise the system's NSS is used, without an error. NH_SYSTEM when the second exec
 * fails.
 */
enum nh_status nh_runtime_enter(const char *folder, int running, char *const argv[],
                                struct nh_error *err);

/* The NSS version in use ("3.125.1"), and the folder that it was loaded from. */
const char *nh_runtime_nss_version(void);
const char *nh_runtime_nss_folder(void);

/* The path of the module with the public root certificates for this NSS, or NULL. */
const char *nh_runtime_roots(void);

/* Disable core dumps, and reading this process's memory by other processes of the user. */
void nh_runtime_harden(void);

#endif
