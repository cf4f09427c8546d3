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

/* By http.h. NH_REFUSED where the server does not take this method (405), NH_UNAVAILABLE for any
   other HTTP code but 200, and the errors of nh_http. */
nh_fetch nh_fetch_web;

/* The same for what may be long: into an open file, to which nobody else writes, at most `limit`
   bytes. It may take minutes, but must not stall. Also NH_NO_SPACE and NH_IO; what came before an
   error stays in the file. */
enum nh_status nh_fetch_file(const char *url, size_t limit, int file, struct nh_error *err);

/* The same, and a redirection may lead to any other http or https address. */
nh_fetch nh_fetch_anywhere;

#endif
