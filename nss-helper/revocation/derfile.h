/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The elements of DER (X.690) in a file of any size, one after the other, through a small window.
 * A length is definite and at most four bytes long, a tag is one byte, and no element is longer
 * than the one that it is in: an end is where that one's content ends, in bytes from the beginning
 * of the file.
 */
#ifndef NH_REVOCATION_DERFILE_H
#define NH_REVOCATION_DERFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

typedef struct SECItemStr SECItem;
struct nh_derfile;

/* The longest element that can be taken in one piece, its header included. */
#define NH_DERFILE_PIECE ((size_t)64 << 10)

/* Of an open file, from its beginning; `fd` stays the caller's. NULL without memory. */
struct nh_derfile *nh_derfile_new(int fd);
void nh_derfile_free(struct nh_derfile *file);

off_t nh_derfile_size(const struct nh_derfile *file);
off_t nh_derfile_at(const struct nh_derfile *file); /* the next element begins there */

/* Why the file can't be read, as errno; 0: what is wrong is in its bytes. */
int nh_derfile_error(const struct nh_derfile *file);

/* The tag of the next element; -1 where none begins before `end`. */
int nh_derfile_tag(struct nh_derfile *file, off_t end);

/* Go into the next element: *inner is its end. False where it has another tag. */
bool nh_derfile_enter(struct nh_derfile *file, unsigned char tag, off_t end, off_t *inner);

/* Take the next element whole, header and all. Its bytes are there until the next call. */
bool nh_derfile_take(struct nh_derfile *file, unsigned char tag, off_t end, SECItem *out);

/* The bytes from here on are wanted, of all that is gone into and taken. Before nh_derfile_pass
   says by whom, no more than a piece of them can be read. */
void nh_derfile_mark(struct nh_derfile *file);
typedef bool nh_derfile_sink(void *context, const unsigned char *bytes, size_t length);
void nh_derfile_pass(struct nh_derfile *file, nh_derfile_sink *sink, void *context);

/* Pass on those that are left: no more are wanted. False where the sink has ever said so. */
bool nh_derfile_stop(struct nh_derfile *file);

#endif
