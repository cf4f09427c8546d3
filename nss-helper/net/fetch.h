/* SPDX-License-Identifier: MPL-2.0 */
/* What lies at an http or https address, for whoever judges it afterwards. */
#ifndef NH_NET_FETCH_H
#define NH_NET_FETCH_H

#include "base/status.h"
#include <stddef.h>

struct nh_buf;

/*
 * Get what lies at an http or https URL, into out up to its limit; `post`, if not NULL, is sent
 * as content of this type. Whatever comes is data of somebody unknown: it is judged afterwards.
 */
typedef enum nh_status nh_fetch(const char *url, const void *post, size_t length, const char *type,
                                struct nh_buf *out, struct nh_error *err);

/* By http.h. NH_UNAVAILABLE for any HTTP code but 200, and the errors of nh_http. */
nh_fetch nh_fetch_web;

#endif
