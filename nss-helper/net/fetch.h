/* SPDX-License-Identifier: MPL-2.0 */
/* Get data from an http or https address. */
#ifndef NH_NET_FETCH_H
#define NH_NET_FETCH_H

#include "base/status.h"
#include <stddef.h>

struct nh_buf;

/*
 * Get the data at an http or https URL into `out`, up to its limit; `post`, if not NULL, is sent as
 * a body of this type. The data is untrusted: the caller verifies its signature.
 */
typedef enum nh_status nh_fetch(const char *url, const void *post, size_t length, const char *type,
                                struct nh_buf *out, struct nh_error *err);

/* From a server. NH_REFUSED when it does not support the method (405), NH_UNAVAILABLE for any other
   HTTP code than 200, NH_BAD_DATA for another kind of address, and the errors of nh_http. */
nh_fetch nh_fetch_web;

/* The same for large data: write at most `limit` bytes to an open file, to which nobody else
   writes. It may take minutes, but not stall. Also NH_NO_SPACE and NH_IO; after an error a part may
   be in the file. */
enum nh_status nh_fetch_file(const char *url, size_t limit, int file, struct nh_error *err);

/* As nh_fetch_web, but also follow redirections to other hosts. */
nh_fetch nh_fetch_anywhere;

#endif
