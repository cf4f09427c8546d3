/* SPDX-License-Identifier: MPL-2.0 */
/* A byte buffer that knows its limit and leaves nothing behind. */
#ifndef NH_BASE_BUF_H
#define NH_BASE_BUF_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_buf {
    unsigned char *data; /* NULL while empty; never NUL-terminated by itself */
    size_t length;       /* bytes in use */
    size_t capacity;     /* bytes reserved */
    size_t limit;        /* bytes at most; 0: NH_BUF_LIMIT */
};

/* Larger than any certificate, chain or request: 4 MiB. PROTOCOL.md names it. */
#define NH_BUF_LIMIT ((size_t)4 << 20)

/* Add bytes. False when the limit or the memory is used up; the buffer is as before. */
bool nh_buf_add(struct nh_buf *buf, const void *data, size_t length);

/* As nh_buf_add, with a named error: NH_TOO_LARGE or NH_SYSTEM. */
enum nh_status nh_buf_append(struct nh_buf *buf, const void *data, size_t length,
                             struct nh_error *err);

/* What the limit is, also where it is none of its own. */
size_t nh_buf_limit(const struct nh_buf *buf);

/* Zero and free the bytes; the buffer may be used again, with the same limit. */
void nh_buf_reset(struct nh_buf *buf);

/* A list of buffers: the certificates of a response, each in DER. */
struct nh_bufs {
    struct nh_buf *items;
    size_t count;
};

/* Add a copy of the bytes as a further item. */
bool nh_bufs_add(struct nh_bufs *bufs, const void *data, size_t length);
void nh_bufs_reset(struct nh_bufs *bufs);

/* Is there as much memory as the largest buffer takes, and so whatever a decoder needs? */
bool nh_buf_has_memory(void);

/* Zero memory in a way that the compiler keeps, then free it. NULL is allowed. */
void nh_free_secret(void *memory, size_t length);

#endif
