/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/derfile.h"

#include <errno.h>
#include <seccomon.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WINDOW (2 * NH_DERFILE_PIECE)
#define HEADER_SIZE 6 /* a tag, and a length of the long form */
#define LONG_FORM 0x80
#define LONG_TAG 0x1f

struct nh_derfile {
    int fd, error;
    off_t size, base;   /* of the file; where the buffer starts in it */
    size_t next, until; /* in the buffer: next element, end of the data */
    size_t marked;      /* bytes from here to `next` were not passed yet */
    bool marks, refused;
    nh_derfile_sink *sink;
    void *context;
    unsigned char window[WINDOW];
};

struct header {
    unsigned char tag;
    size_t length; /* of the content */
    off_t content;
};

struct nh_derfile *nh_derfile_new(int fd)
{
    struct stat st;
    struct nh_derfile *file = calloc(1, sizeof *file);
    if (!file)
        return NULL;
    file->fd = fd;
    if (fstat(fd, &st) != 0 || lseek(fd, 0, SEEK_SET) != 0)
        file->error = errno;
    else
        file->size = st.st_size;
    return file;
}

void nh_derfile_free(struct nh_derfile *file)
{
    free(file);
}

off_t nh_derfile_size(const struct nh_derfile *file)
{
    return file->size;
}

off_t nh_derfile_at(const struct nh_derfile *file)
{
    return file->base + (off_t)file->next;
}

int nh_derfile_error(const struct nh_derfile *file)
{
    return file->error;
}

static void pass_on(struct nh_derfile *file)
{
    if (file->sink && file->marked < file->next &&
        !file->sink(file->context, file->window + file->marked, file->next - file->marked))
        file->refused = true;
    if (file->sink)
        file->marked = file->next;
}

/* Drop the bytes before the next element from the buffer. */
static void move(struct nh_derfile *file)
{
    pass_on(file);
    size_t gone = file->marks ? file->marked : file->next;
    memmove(file->window, file->window + gone, file->until - gone);
    file->base += (off_t)gone;
    file->next -= gone;
    file->until -= gone;
    file->marked = 0;
}

/* Get this many bytes from the next element on into the buffer. */
static bool have(struct nh_derfile *file, size_t length)
{
    if (file->until - file->next >= length)
        return true;
    move(file);
    if (length > WINDOW - file->next)
        return false;
    while (file->until - file->next < length) {
        ssize_t n = read(file->fd, file->window + file->until, WINDOW - file->until);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            file->error = n < 0 ? errno : 0;
            return false;
        }
        file->until += (size_t)n;
    }
    return true;
}

static bool read_header(struct nh_derfile *file, off_t end, struct header *out)
{
    off_t left = end - nh_derfile_at(file);
    size_t most = left < HEADER_SIZE ? (size_t)(left > 0 ? left : 0) : HEADER_SIZE;
    if (most < 2 || !have(file, most))
        return false;
    const unsigned char *bytes = file->window + file->next;
    size_t more = bytes[1] & LONG_FORM ? bytes[1] & ~LONG_FORM : 0;
    *out = (struct header){bytes[0], 2 + more, more ? 0 : bytes[1]};
    /* The long form without bytes is an indefinite length. */
    if ((bytes[0] & LONG_TAG) == LONG_TAG || bytes[1] == LONG_FORM || out->length > most)
        return false;
    for (size_t i = 0; i < more; i++)
        out->content = out->content << 8 | bytes[2 + i];
    return out->content <= left - (off_t)out->length;
}

int nh_derfile_tag(struct nh_derfile *file, off_t end)
{
    bool there = nh_derfile_at(file) < end && have(file, 1);
    return there ? file->window[file->next] : -1;
}

bool nh_derfile_enter(struct nh_derfile *file, unsigned char tag, off_t end, off_t *inner)
{
    struct header header;
    if (!read_header(file, end, &header) || header.tag != tag)
        return false;
    file->next += header.length;
    *inner = nh_derfile_at(file) + header.content;
    return true;
}

bool nh_derfile_take(struct nh_derfile *file, unsigned char tag, off_t end, SECItem *out)
{
    struct header header;
    if (!read_header(file, end, &header) || header.tag != tag ||
        header.content > (off_t)(NH_DERFILE_PIECE - header.length))
        return false;
    size_t length = header.length + (size_t)header.content;
    if (!have(file, length))
        return false;
    *out = (SECItem){siBuffer, file->window + file->next, (unsigned)length};
    file->next += length;
    return true;
}

void nh_derfile_mark(struct nh_derfile *file)
{
    file->marks = true;
    file->marked = file->next;
}

void nh_derfile_pass(struct nh_derfile *file, nh_derfile_sink *sink, void *context)
{
    file->sink = sink;
    file->context = context;
}

bool nh_derfile_stop(struct nh_derfile *file)
{
    pass_on(file);
    file->sink = NULL;
    file->marks = false;
    return !file->refused;
}
