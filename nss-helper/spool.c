/* SPDX-License-Identifier: MPL-2.0 */
#include "spool.h"

#include "buf.h"
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* An answer is one file: a line with its site, then the bytes. It is called
   "ID.part" until all of it is durable, and "ID" from then on. */
struct nh_spool {
    char id[NH_JOB_ID_SIZE];
    char *folder;
    char *part, *path;
    int fd;
    size_t length; /* bytes of the answer so far */
};

static void free_spool(struct nh_spool **spool)
{
    if ((*spool)->fd >= 0)
        close((*spool)->fd);
    free((*spool)->folder);
    free((*spool)->part);
    free((*spool)->path);
    free(*spool);
    *spool = NULL;
}

static enum nh_status put(struct nh_spool *spool, const void *data, size_t length,
                          struct nh_error *err)
{
    if (nh_fd_write(spool->fd, data, length))
        return NH_OK;
    return nh_fail_errno(err, NH_IO, errno, "The CA's answer can't be written to the disk.");
}

static enum nh_status make(struct nh_spool *spool, const char *site, struct nh_error *err)
{
    enum nh_status status = nh_folder_make(spool->folder, err);
    if (status)
        return status;
    spool->fd = open(spool->part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (spool->fd < 0)
        return nh_fail_errno(err, NH_CANT_CREATE, errno, "%s can't be made.", spool->part);
    status = put(spool, site, strlen(site), err);
    return status ? status : put(spool, "\n", 1, err);
}

enum nh_status nh_spool_begin(struct nh_journal *journal, const char *site, struct nh_spool **out,
                              struct nh_error *err)
{
    struct nh_spool *spool = calloc(1, sizeof *spool);
    if (!spool)
        return nh_fail_memory(err);
    spool->fd = -1;
    enum nh_status status = nh_journal_name(spool->id, err);
    spool->folder = nh_path_join(nh_journal_folder(journal), "answers");
    if (!status && spool->folder) {
        spool->path = nh_path_join(spool->folder, spool->id);
        if (asprintf(&spool->part, "%s/%s.part", spool->folder, spool->id) < 0)
            spool->part = NULL;
    }
    if (!status && (!spool->path || !spool->part))
        status = nh_fail_memory(err);
    if (!status)
        status = make(spool, site, err);
    if (status)
        nh_spool_drop(&spool);
    else
        *out = spool;
    return status;
}

enum nh_status nh_spool_add(struct nh_spool *spool, const void *data, size_t length,
                            struct nh_error *err)
{
    if (length > NH_BUF_LIMIT - spool->length)
        return nh_fail(err, NH_TOO_LARGE, NULL, "The CA's answer is larger than %zu bytes.",
                       NH_BUF_LIMIT);
    spool->length += length;
    return put(spool, data, length, err);
}

enum nh_status nh_spool_end(struct nh_spool **spool, char id[NH_JOB_ID_SIZE],
                            struct nh_error *err)
{
    struct nh_spool *it = *spool;
    enum nh_status status = NH_OK;
    if (fsync(it->fd) < 0 || rename(it->part, it->path) < 0)
        status = nh_fail_errno(err, NH_IO, errno, "The CA's answer can't be made durable.");
    if (!status)
        status = nh_folder_sync(it->folder, err);
    if (status) {
        unlink(it->path);
        nh_spool_drop(spool);
        return status;
    }
    memcpy(id, it->id, NH_JOB_ID_SIZE);
    free_spool(spool);
    return NH_OK;
}

void nh_spool_drop(struct nh_spool **spool)
{
    if (!*spool)
        return;
    if ((*spool)->fd >= 0)
        unlink((*spool)->part);
    free_spool(spool);
}

static char *path_of(struct nh_journal *journal, const char *id)
{
    char *path = NULL;
    if (!nh_journal_is_name(id) ||
        asprintf(&path, "%s/answers/%s", nh_journal_folder(journal), id) < 0)
        return NULL;
    return path;
}

static bool split(struct nh_buf *file, struct nh_buf *bytes, char site[NH_SITE_SIZE])
{
    unsigned char *end = file->length ? memchr(file->data, '\n', file->length) : NULL;
    size_t length = end ? (size_t)(end - file->data) : NH_SITE_SIZE;
    if (length >= NH_SITE_SIZE || !nh_buf_add(bytes, end + 1, file->length - length - 1))
        return false;
    memcpy(site, file->data, length);
    site[length] = '\0';
    return true;
}

enum nh_status nh_spool_read(struct nh_journal *journal, const char *id, struct nh_buf *bytes,
                             char site[NH_SITE_SIZE], struct nh_error *err)
{
    struct nh_buf file = {.limit = NH_BUF_LIMIT + NH_SITE_SIZE};
    enum nh_status status = NH_OK;
    char *path = path_of(journal, id);
    if (path)
        status = nh_file_read(path, &file, err);
    if (!path || status == NH_NO_INPUT)
        status = nh_fail(err, NH_NO_JOB, NULL, "There is no such answer of a CA.");
    if (!status && !split(&file, bytes, site))
        status = nh_fail(err, NH_BAD_DATA, NULL, "The kept answer of the CA is damaged.");
    nh_buf_reset(&file);
    free(path);
    return status;
}

enum nh_status nh_spool_remove(struct nh_journal *journal, const char *id, struct nh_error *err)
{
    char *path = path_of(journal, id);
    enum nh_status status = NH_OK;
    if (!path)
        status = nh_fail(err, NH_NO_JOB, NULL, "There is no such answer of a CA.");
    else if (unlink(path) < 0 && errno != ENOENT)
        status = nh_fail_errno(err, NH_IO, errno, "%s can't be removed.", path);
    free(path);
    return status;
}
