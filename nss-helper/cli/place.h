/* SPDX-License-Identifier: MPL-2.0 */
/* The output of a request: a new file, or standard output. */
#ifndef NH_CLI_PLACE_H
#define NH_CLI_PLACE_H

#include "base/status.h"

struct nh_buf;

struct cli_place {
    const char *path; /* NULL or "-": standard output */
    unsigned mode;    /* file mode; the umask applies */
    char *temporary;  /* path of the bytes until they are published */
};

/*
 * cli_place_check checks that the place can be written, before a key is made. cli_place_fill writes
 * the bytes to the disk beside the file; for standard output it does nothing. An existing file is
 * never replaced: NH_CANT_CREATE. Also NH_PERMISSION, and when writing NH_NO_SPACE and NH_IO.
 */
enum nh_status cli_place_check(const struct cli_place *place, struct nh_error *err);
enum nh_status cli_place_fill(struct cli_place *place, const struct nh_buf *text,
                              struct nh_error *err);

/* Rename the file, or write to standard output. On failure the bytes stay, as there is a key
   already, and the message says where they are. NH_CANT_CREATE, NH_IO. */
enum nh_status cli_place_publish(struct cli_place *place, const struct nh_buf *text,
                                 struct nh_error *err);

/* Remove the bytes if they were not published. */
void cli_place_reset(struct cli_place *place);

#endif
