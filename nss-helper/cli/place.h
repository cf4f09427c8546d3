/* SPDX-License-Identifier: MPL-2.0 */
/* Where a request goes: a new file, or standard output. */
#ifndef NH_CLI_PLACE_H
#define NH_CLI_PLACE_H

#include "base/status.h"

struct nh_buf;

struct cli_place {
    const char *path; /* NULL or "-": standard output */
    unsigned mode;    /* of the file, less the umask */
    char *temporary;  /* where the bytes are until the file gets its name */
};

/*
 * Make sure that the place can be written, before a key is made for it, and write
 * the bytes down durably beside the file; standard output waits. A file that is
 * there is never replaced: NH_CANT_CREATE.
 */
enum nh_status cli_place_check(const struct cli_place *place, struct nh_error *err);
enum nh_status cli_place_fill(struct cli_place *place, const struct nh_buf *text,
                              struct nh_error *err);

/* Give the file its name, or write to standard output. If that fails, a key is there
   already: the error tells where the bytes are, and they stay. */
enum nh_status cli_place_publish(struct cli_place *place, const struct nh_buf *text,
                                 struct nh_error *err);

/* Remove what was not published. */
void cli_place_reset(struct cli_place *place);

#endif
