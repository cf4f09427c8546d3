/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/spool.h"

#include "base/buf.h"
#include "base/files.h"
#include "base/site.h"
#include "base/utf8.h"
#include "formats/pfx.h"
#include "journal/room.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* A response is one file: a line with its site, then the bytes. Its name is "ID.part" until all of
   it is on the disk, then "ID". */
#define PART ".part"

struct nh_spool {
    char id[NH_JOB_ID_SIZE];
    char *folder;
    char *part, *path;
    int fd;
    size_t head;   /* bytes of the line with the site */
    size_t length; /* bytes of the response so far */
    bool finished;
};

static enum nh_status make(struct nh_journal *journal, const char *id, struct nh_spool **out,
                           struct nh_error *err)
{
    struct nh_spool *spool = calloc(1, sizeof *spool);
    if (!spool)
        return nh_fail_memory(err);
    spool->fd = -1;
    memcpy(spool->id, id, sizeof spool->id);
    spool->folder = nh_journal_section(journal, NH_SECTION_RESPONSES);
    spool->path = spool->folder ? nh_path_join(spool->folder, id) : NULL;
    if (!spool->path || asprintf(&spool->part, "%s" PART, spool->path) < 0)
        spool->part = NULL;
    if (spool->part) {
        *out = spool;
        return NH_OK;
    }
    nh_spool_close(&spool);
    return nh_fail_memory(err);
}

static enum nh_status put(struct nh_spool *spool, const void *data, size_t length,
                          struct nh_error *err)
{
    if (nh_fd_write(spool->fd, data, length))
        return NH_OK;
    return nh_fail_errno(err, NH_IO, errno, "The CA's response can't be written to the disk.");
}

/* Create a new file if no space was reserved. */
static int open_new(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd >= 0)
        flock(fd, LOCK_EX | LOCK_NB);
    return fd;
}

/* The folder must not be swept between creating the file and locking it. */
static enum nh_status open_part(struct nh_journal *journal, struct nh_spool *spool,
                                struct nh_error *err)
{
    enum nh_status status = nh_folder_make(spool->folder, err);
    int held = status ? -1 : nh_folder_hold(spool->folder, false);
    if (!status)
        spool->fd = nh_room_take(journal, spool->part);
    if (!status && spool->fd < 0)
        spool->fd = open_new(spool->part);
    if (!status && spool->fd < 0)
        status = nh_fail_errno(err, NH_CANT_CREATE, errno, "%s can't be created.", spool->part);
    if (held >= 0)
        close(held);
    return status;
}

enum nh_status nh_spool_begin(struct nh_journal *journal, const char *site, struct nh_spool **out,
                              struct nh_error *err)
{
    char id[NH_JOB_ID_SIZE];
    struct nh_spool *spool = NULL;
    enum nh_status status = nh_journal_name(id, err);
    if (!status)
        status = make(journal, id, &spool, err);
    if (!status)
        status = open_part(journal, spool, err);
    if (!status)
        status = put(spool, site, strlen(site), err);
    if (!status)
        status = put(spool, "\n", 1, err);
    if (status) {
        nh_spool_close(&spool);
        return status;
    }
    spool->head = strlen(site) + 1;
    *out = spool;
    return NH_OK;
}

/* Whether the bytes so far, with or without PEM armour, begin a file with a key. */
static bool begins_keyfile(const struct nh_spool *spool, bool encoded)
{
    char head[1024];
    ssize_t length = pread(spool->fd, head, sizeof head, (off_t)spool->head);
    if (length <= 0 || !encoded)
        return length > 0 && nh_pfx_recognise(head, (size_t)length);
    const char *line = *head == '-' ? memchr(head, '\n', (size_t)length) : NULL;
    const char *text = line ? line + 1 : head, *start;
    size_t size;
    return nh_pfx_find(text, (size_t)(head + length - text), &start, &size);
}

/* A file with a key has a lower limit, the one for opening it; it is checked as the bytes
   arrive. */
static bool is_too_large_keyfile(const struct nh_spool *spool, size_t before)
{
    for (int encoded = 0; encoded < 2; encoded++) {
        size_t most = encoded ? NH_PFX_TEXT_MOST : NH_PFX_SIZE_MOST;
        if (before <= most && spool->length > most && begins_keyfile(spool, encoded))
            return true;
    }
    return false;
}

enum nh_status nh_spool_add(struct nh_spool *spool, const void *data, size_t length,
                            struct nh_error *err)
{
    if (length > NH_BUF_LIMIT - spool->length)
        return nh_fail(err, NH_TOO_LARGE, NULL, "The CA's response is larger than %zu bytes.",
                       NH_BUF_LIMIT);
    size_t before = spool->length;
    spool->length += length;
    enum nh_status status = put(spool, data, length, err);
    if (!status && is_too_large_keyfile(spool, before))
        status = nh_fail(err, NH_TOO_LARGE, NULL, "This PKCS#12 file is larger than %zu bytes.",
                         NH_PFX_SIZE_MOST);
    return status;
}

enum nh_status nh_spool_end(struct nh_spool *spool, struct nh_error *err)
{
    /* Give back the rest of the reserved space. */
    if (ftruncate(spool->fd, (off_t)(spool->head + spool->length)) < 0 || fsync(spool->fd) < 0 ||
        rename(spool->part, spool->path) < 0)
        return nh_fail_errno(err, NH_IO, errno, "The CA's response can't be written to the disk.");
    spool->finished = true; /* it stays even if its name is not on the disk yet */
    return nh_folder_sync(spool->folder, err);
}

/* List the ids of the files with this ending. */
static enum nh_status list(struct nh_journal *journal, const char *ending, struct nh_names *out,
                           struct nh_error *err)
{
    struct nh_names names = {0};
    char *folder = nh_journal_section(journal, NH_SECTION_RESPONSES);
    enum nh_status status = folder ? nh_folder_list(folder, &names, err) : nh_fail_memory(err);
    size_t count = 0;
    for (size_t i = 0; i < names.count; i++) {
        size_t length = strlen(names.items[i]), cut = strlen(ending);
        if (length > cut && strcmp(names.items[i] + length - cut, ending) == 0)
            names.items[i][length - cut] = '\0';
        if (nh_journal_is_name(names.items[i]) && length - strlen(names.items[i]) == cut)
            names.items[count++] = names.items[i];
        else
            free(names.items[i]);
    }
    names.count = count;
    free(folder);
    if (!status)
        *out = names;
    return status;
}

enum nh_status nh_spool_list(struct nh_journal *journal, struct nh_names *out, struct nh_error *err)
{
    return list(journal, "", out, err);
}

enum nh_status nh_spool_open(struct nh_journal *journal, const char *id, struct nh_spool **out,
                             struct nh_error *err)
{
    struct nh_spool *spool = NULL;
    if (!nh_journal_is_name(id))
        return nh_fail(err, NH_NO_JOB, NULL, "There is no such response of a CA.");
    enum nh_status status = make(journal, id, &spool, err);
    if (status)
        return status;
    spool->finished = true;
    spool->fd = open(spool->path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    if (spool->fd < 0 && errno == ENOENT)
        status = nh_fail(err, NH_NO_JOB, NULL, "There is no such response of a CA.");
    else if (spool->fd < 0)
        status = nh_fail_errno(err, NH_IO, errno, "%s can't be opened.", spool->path);
    else if (flock(spool->fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
        status = nh_fail(err, NH_BUSY, NULL, "This response is being installed right now.");
    /* The process that held it may have removed it meanwhile. */
    else if (access(spool->path, F_OK) < 0)
        status = nh_fail(err, NH_NO_JOB, NULL, "There is no such response of a CA.");
    if (status)
        nh_spool_close(&spool);
    else
        *out = spool;
    return status;
}

static bool read_site(const char *path, char site[NH_SITE_SIZE])
{
    char head[NH_SITE_SIZE] = "";
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, head, sizeof head - 1);
    char *end = length > 0 ? memchr(head, '\n', (size_t)length) : NULL;
    bool found = end && nh_utf8_valid(head, (size_t)(end - head));
    if (found)
        snprintf(site, NH_SITE_SIZE, "%.*s", (int)(end - head), head);
    if (fd >= 0)
        close(fd);
    return found;
}

enum nh_status nh_spool_site(struct nh_journal *journal, const char *id, char site[NH_SITE_SIZE],
                             struct nh_error *err)
{
    struct nh_spool *spool = NULL;
    enum nh_status status = make(journal, id, &spool, err);
    if (!status && !read_site(spool->path, site))
        status = nh_fail(err, NH_NO_JOB, NULL, "There is no such response of a CA.");
    nh_spool_close(&spool);
    return status;
}

enum nh_status nh_spool_count_arriving(struct nh_journal *journal, const char *site,
                                       size_t *of_site, size_t *in_all, struct nh_error *err)
{
    struct nh_names names = {0};
    enum nh_status status = list(journal, PART, &names, err);
    *of_site = *in_all = 0;
    for (size_t i = 0; !status && i < names.count; i++) {
        struct nh_spool *spool = NULL;
        char from[NH_SITE_SIZE] = "";
        status = make(journal, names.items[i], &spool, err);
        *in_all += 1;
        *of_site += !status && read_site(spool->part, from) && nh_site_is_same_host(from, site);
        nh_spool_close(&spool);
    }
    nh_names_reset(&names);
    return status;
}

const char *nh_spool_id(const struct nh_spool *spool)
{
    return spool->id;
}

static bool split(struct nh_buf *file, struct nh_buf *bytes, char site[NH_SITE_SIZE])
{
    unsigned char *end = file->length ? memchr(file->data, '\n', file->length) : NULL;
    size_t length = end ? (size_t)(end - file->data) : NH_SITE_SIZE;
    if (length >= NH_SITE_SIZE || !nh_utf8_valid((const char *)file->data, length) ||
        !nh_buf_add(bytes, end + 1, file->length - length - 1))
        return false;
    memcpy(site, file->data, length);
    site[length] = '\0';
    return true;
}

enum nh_status nh_spool_read(struct nh_spool *spool, struct nh_buf *bytes, char site[NH_SITE_SIZE],
                             struct nh_error *err)
{
    struct nh_buf file = {.limit = NH_BUF_LIMIT + NH_SITE_SIZE};
    enum nh_status status = NH_OK;
    if (lseek(spool->fd, 0, SEEK_SET) < 0)
        status = nh_fail_errno(err, NH_IO, errno, "%s can't be read.", spool->path);
    if (!status)
        status = nh_fd_read(spool->fd, spool->path, &file, err);
    if (!status && !split(&file, bytes, site))
        status = nh_fail(err, NH_BAD_DATA, NULL, "The saved response of the CA is damaged.");
    nh_buf_reset(&file);
    return status;
}

void nh_spool_note_try(struct nh_spool *spool)
{
    futimens(spool->fd, NULL); /* a failure only changes the order */
}

/* The sticky bit of a file has no meaning for the system. */
#define UNASKED S_ISVTX

void nh_spool_note_unasked(struct nh_spool *spool)
{
    fchmod(spool->fd, S_IRUSR | S_IWUSR | UNASKED); /* after a failure it is kept like others */
}

bool nh_spool_is_unasked(const struct stat *file)
{
    return file->st_mode & UNASKED;
}

enum nh_status nh_spool_remove(struct nh_spool *spool, struct nh_error *err)
{
    if (unlink(spool->path) < 0 && errno != ENOENT)
        return nh_fail_errno(err, NH_IO, errno, "%s can't be removed.", spool->path);
    return NH_OK;
}

void nh_spool_close(struct nh_spool **spool)
{
    struct nh_spool *it = *spool;
    if (!it)
        return;
    if (it->fd >= 0 && !it->finished)
        unlink(it->part);
    if (it->fd >= 0)
        close(it->fd);
    free(it->folder);
    free(it->part);
    free(it->path);
    free(it);
    *spool = NULL;
}

static void remove_if_dead(const char *folder, const char *name)
{
    size_t length = strlen(name), ending = strlen(PART);
    if (length < ending || strcmp(name + length - ending, PART) != 0)
        return;
    char *path = nh_path_join(folder, name);
    int fd = path ? open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC) : -1;
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
        unlink(path);
    if (fd >= 0)
        close(fd);
    free(path);
}

void nh_spool_sweep(struct nh_journal *journal)
{
    struct nh_names names = {0};
    char *folder = nh_journal_section(journal, NH_SECTION_RESPONSES);
    int held = folder ? nh_folder_hold(folder, true) : -1;
    if (held >= 0)
        nh_folder_list(folder, &names, NULL);
    for (size_t i = 0; i < names.count; i++)
        remove_if_dead(folder, names.items[i]);
    nh_names_reset(&names);
    if (held >= 0)
        close(held);
    free(folder);
}
