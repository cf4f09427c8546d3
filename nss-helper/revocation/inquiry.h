/* SPDX-License-Identifier: MPL-2.0 */
/* One source asked about one certificate (sources.h): its response is fetched, or was kept, and is
   judged. */
#ifndef NH_REVOCATION_INQUIRY_H
#define NH_REVOCATION_INQUIRY_H

#include "base/status.h"
#include "net/fetch.h"

struct nh_revocation;
struct nh_source;

struct nh_inquiry {
    const char *profile, *fingerprint;
    const char *folder; /* of kept responses; NULL: none are kept */
    nh_fetch *fetch;
};

/*
 * By what was kept, or by what comes now, which is kept where it settles something. Fill the state
 * of *out and what belongs to it; NH_REVOCATION_UNCHECKED says why, or nothing where none was kept.
 * No store is open. The errors of nh_store_open.
 */
enum nh_status nh_inquiry_kept(const struct nh_inquiry *inquiry, const struct nh_source *source,
                               struct nh_revocation *out, struct nh_error *err);
enum nh_status nh_inquiry_ask(const struct nh_inquiry *inquiry, const struct nh_source *source,
                              struct nh_revocation *out, struct nh_error *err);

#endif
