/* SPDX-License-Identifier: MPL-2.0 */
/* A byte buffer with a size limit. Its bytes are zeroed before they are freed; those of a secret
   lie in locked memory (locked.h), and nowhere else in ours. */
#ifndef NH_BASE_BUF_H
#define NH_BASE_BUF_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_buf {
    unsigned char *data; /* NULL while empty; not NUL-terminated */
    size_t length;       /* bytes in use */
    size_t capacity;     /* bytes reserved */
    size_t limit;        /* most bytes allowed; 0: NH_BUF_LIMIT */
    bool secret;         /* set while it is empty: a password, a private key */
};

/* Larger than any certificate, chain or request: 4 MiB. PROTOCOL.md names it. */
#define NH_BUF_LIMIT ((size_t)4 << 20)

/* Append a copy of the bytes. False when the limit is reached or memory runs out; the buffer is
   then unchanged. */
bool nh_buf_add(struct nh_buf *buf, const void *data, size_t length);

/* The same with an error: NH_TOO_LARGE or NH_SYSTEM. */
enum nh_status nh_buf_append(struct nh_buf *buf, const void *data, size_t length,
                             struct nh_error *err);

/* Put a NUL behind the bytes, which is not one of them: neither `length` nor the limit counts it.
   The next change of the buffer takes it away. False when memory runs out. */
bool nh_buf_terminate(struct nh_buf *buf);

/* The limit in bytes: the buffer's own, or NH_BUF_LIMIT. */
size_t nh_buf_limit(const struct nh_buf *buf);

/* Zero and free the bytes. The buffer can be used again, with the same limit. */
void nh_buf_reset(struct nh_buf *buf);

/* A list of buffers, for example the certificates of a response, each in DER. */
struct nh_bufs {
    struct nh_buf *items;
    size_t count;
};

/* Append a copy of the bytes as a new item. False when memory runs out. */
bool nh_bufs_add(struct nh_bufs *bufs, const void *data, size_t length);
void nh_bufs_reset(struct nh_bufs *bufs);

/* Whether NH_BUF_LIMIT bytes of memory can be allocated, which is more than any decoder needs. */
bool nh_buf_has_memory(void);

/* Zero the memory, in a way that the compiler does not optimize away, and free it. NULL is
   allowed. */
void nh_free_secret(void *memory, size_t length);

#endif
