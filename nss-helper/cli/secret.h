/* SPDX-License-Identifier: MPL-2.0 */
/* Read a password from a file or a descriptor, never from an argument. */
#ifndef NH_CLI_SECRET_H
#define NH_CLI_SECRET_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_buf;

/*
 * Read one line of `least` (0 or 1) to `most` bytes, without its line end. Either the name of a
 * file or the number of a descriptor is given; the other is NULL. `out` gets a NUL, which counts in
 * its length; nh_buf_reset zeroes it. NH_USAGE for an invalid number, NH_NO_INPUT, NH_BAD_DATA when
 * it is not one line of that length.
 */
enum nh_status cli_secret_read(const char *file, const char *descriptor, size_t least, size_t most,
                               struct nh_buf *out, struct nh_error *err);

#endif
