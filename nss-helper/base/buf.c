/* SPDX-License-Identifier: MPL-2.0 */
#include "base/buf.h"

#include "base/locked.h"

#include <stdlib.h>
#include <string.h>

void nh_free_secret(void *memory, size_t length)
{
    if (memory)
        explicit_bzero(memory, length);
    free(memory);
}

bool nh_buf_has_memory(void)
{
    void *volatile memory =
        malloc(NH_BUF_LIMIT); /* volatile: or the compiler may leave the call out */
    bool is_there = memory != NULL;
    free(memory);
    return is_there;
}

size_t nh_buf_limit(const struct nh_buf *buf)
{
    return buf->limit ? buf->limit : NH_BUF_LIMIT;
}

static void release(struct nh_buf *buf)
{
    if (buf->secret)
        nh_locked_unmap(buf->data, buf->capacity);
    else
        nh_free_secret(buf->data, buf->capacity);
}

/* Not realloc: it could leave an unzeroed copy behind. */
static bool grow(struct nh_buf *buf, size_t needed)
{
    size_t capacity = buf->capacity ? buf->capacity : 256;
    while (capacity < needed)
        capacity *= 2;
    unsigned char *data = buf->secret ? nh_locked_map(&capacity) : malloc(capacity);
    if (!data)
        return false;
    if (buf->length)
        memcpy(data, buf->data, buf->length);
    release(buf);
    buf->data = data;
    buf->capacity = capacity;
    return true;
}

bool nh_buf_add(struct nh_buf *buf, const void *data, size_t length)
{
    if (length > nh_buf_limit(buf) - buf->length)
        return false;
    if (buf->length + length > buf->capacity && !grow(buf, buf->length + length))
        return false;
    if (length)
        memcpy(buf->data + buf->length, data, length);
    buf->length += length;
    return true;
}

enum nh_status nh_buf_append(struct nh_buf *buf, const void *data, size_t length,
                             struct nh_error *err)
{
    if (nh_buf_add(buf, data, length))
        return NH_OK;
    if (length > nh_buf_limit(buf) - buf->length)
        return nh_fail(err, NH_TOO_LARGE, NULL, "The data is larger than the limit of %zu bytes.",
                       nh_buf_limit(buf));
    return nh_fail_memory(err);
}

bool nh_buf_terminate(struct nh_buf *buf)
{
    if (buf->length == buf->capacity && !grow(buf, buf->length + 1))
        return false;
    buf->data[buf->length] = '\0';
    return true;
}

void nh_buf_reset(struct nh_buf *buf)
{
    release(buf);
    buf->data = NULL;
    buf->length = buf->capacity = 0;
}

bool nh_bufs_add(struct nh_bufs *bufs, const void *data, size_t length)
{
    struct nh_buf item = {0};
    if (!nh_buf_add(&item, data, length))
        return false;
    struct nh_buf *items = reallocarray(bufs->items, bufs->count + 1, sizeof *items);
    if (!items) {
        nh_buf_reset(&item);
        return false;
    }
    items[bufs->count] = item;
    bufs->items = items;
    bufs->count++;
    return true;
}

void nh_bufs_reset(struct nh_bufs *bufs)
{
    for (size_t i = 0; i < bufs->count; i++)
        nh_buf_reset(&bufs->items[i]);
    free(bufs->items);
    bufs->items = NULL;
    bufs->count = 0;
}
