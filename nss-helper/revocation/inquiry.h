/* SPDX-License-Identifier: MPL-2.0 */
/* Ask one source (sources.h) about one certificate: fetch the response or take it from the cache,
   and judge it. */
#ifndef NH_REVOCATION_INQUIRY_H
#define NH_REVOCATION_INQUIRY_H

#include "base/status.h"
#include "net/fetch.h"

struct nh_identity;
struct nh_revocation;
struct nh_source;

struct nh_inquiry {
    const char *profile;
    const struct nh_identity *identity;
    const char *folder; /* of the cache; NULL: nothing is cached */
    nh_fetch *fetch;
};

/*
 * Judge by the cached response (nh_inquiry_kept), or by a new one (nh_inquiry_ask), which is cached
 * if it says good or revoked. Fill out->state and its details. For NH_REVOCATION_UNCHECKED,
 * out->why says why, or is "" when nothing was cached. No store may be open. The errors of
 * nh_store_open.
 */
enum nh_status nh_inquiry_kept(const struct nh_inquiry *inquiry, const struct nh_source *source,
                               struct nh_revocation *out, struct nh_error *err);
enum nh_status nh_inquiry_ask(const struct nh_inquiry *inquiry, const struct nh_source *source,
                              struct nh_revocation *out, struct nh_error *err);

#endif
