/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Read the DER elements (X.690) of a file of any size one by one, through a small buffer. Lengths
 * must be definite and at most four bytes long, tags one byte long, and an element must fit into
 * its parent. An `end` is where the parent's content ends, in bytes from the start of the file.
 */
#ifndef NH_REVOCATION_DERFILE_H
#define NH_REVOCATION_DERFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

typedef struct SECItemStr SECItem;
struct nh_derfile;

/* The most bytes of an element for nh_derfile_take, including its header. */
#define NH_DERFILE_PIECE ((size_t)64 << 10)

/* Read an open file from its start; `fd` stays the caller's. The caller frees the result; NULL
   without memory. */
struct nh_derfile *nh_derfile_new(int fd);
void nh_derfile_free(struct nh_derfile *file);

off_t nh_derfile_size(const struct nh_derfile *file);
off_t nh_derfile_at(const struct nh_derfile *file); /* position of the next element */

/* The errno of a failed read; 0 if the data itself is wrong. */
int nh_derfile_error(const struct nh_derfile *file);

/* The tag of the next element; -1 if there is none before `end`. */
int nh_derfile_tag(struct nh_derfile *file, off_t end);

/* Enter the next element; *inner is the end of its content. False if it has another tag. */
bool nh_derfile_enter(struct nh_derfile *file, unsigned char tag, off_t end, off_t *inner);

/* Get the whole next element with its header. *out is valid until the next call. False if it has
   another tag or is longer than NH_DERFILE_PIECE. */
bool nh_derfile_take(struct nh_derfile *file, unsigned char tag, off_t end, SECItem *out);

/* From here on, pass all bytes read to a sink, which nh_derfile_pass sets. At most NH_DERFILE_PIECE
   bytes can be read between the two calls. */
void nh_derfile_mark(struct nh_derfile *file);
typedef bool nh_derfile_sink(void *context, const unsigned char *bytes, size_t length);
void nh_derfile_pass(struct nh_derfile *file, nh_derfile_sink *sink, void *context);

/* Pass the remaining bytes and stop. False if the sink ever returned false. */
bool nh_derfile_stop(struct nh_derfile *file);

#endif
