/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/place.h"

#include "base/buf.h"
#include "base/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_stdout(const struct cli_place *place)
{
    return !place->path || strcmp(place->path, "-") == 0;
}

enum nh_status cli_place_check(const struct cli_place *place, struct nh_error *err)
{
    struct stat st;
    int flags = fcntl(STDOUT_FILENO, F_GETFL);
    enum nh_status status = NH_OK;
    if (is_stdout(place) && (flags < 0 || (flags & O_ACCMODE) == O_RDONLY))
        return nh_fail(err, NH_CANT_CREATE, "EBADF", "Standard output can't be written.");
    if (is_stdout(place))
        return NH_OK;
    if (!*place->path)
        return nh_fail(err, NH_CANT_CREATE, "ENOENT", "The file has no name. No key was made.");
    if (lstat(place->path, &st) == 0)
        return nh_fail(err, NH_CANT_CREATE, "EEXIST",
                       "%s already exists and is not replaced. No key was made.", place->path);
    char *folder = nh_path_folder(place->path);
    if (!folder)
        return nh_fail_memory(err);
    if (place->path[strlen(place->path) - 1] == '/')
        status = nh_fail(err, NH_CANT_CREATE, "EISDIR",
                         "%s is a folder, not a file. No key was made.", place->path);
    else if (access(folder, W_OK | X_OK) < 0)
        status = nh_fail_errno(err, NH_CANT_CREATE, errno, "%s can't be created. No key was made.",
                               place->path);
    free(folder);
    return status;
}

static mode_t masked(mode_t mode)
{
    mode_t mask = umask(077);
    umask(mask);
    return mode & ~mask;
}

enum nh_status cli_place_fill(struct cli_place *place, const struct nh_buf *text,
                              struct nh_error *err)
{
    enum nh_status status = NH_OK;
    int fd = -1;
    if (is_stdout(place))
        return NH_OK;
    if (asprintf(&place->temporary, "%s.XXXXXX", place->path) < 0)
        place->temporary = NULL;
    fd = place->temporary ? mkostemp(place->temporary, O_CLOEXEC) : -1;
    if (fd < 0) {
        free(place->temporary);
        place->temporary = NULL;
        return nh_fail_errno(err, NH_CANT_CREATE, errno, "%s can't be created. No key was made.",
                             place->path);
    }
    if (!nh_fd_write(fd, text->data, text->length) || fchmod(fd, masked(place->mode)) < 0 ||
        fsync(fd) < 0)
        status =
            nh_fail_errno(err, NH_IO, errno, "%s can't be written. No key was made.", place->path);
    close(fd);
    return status;
}

/* Some file systems support only one of the two ways. */
static bool give_name(const struct cli_place *place)
{
    if (renameat2(AT_FDCWD, place->temporary, AT_FDCWD, place->path, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    return link(place->temporary, place->path) == 0 && unlink(place->temporary) == 0;
}

static enum nh_status publish_file(struct cli_place *place, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    char *folder = NULL;
    if (!give_name(place)) {
        status =
            nh_fail_errno(err, NH_CANT_CREATE, errno,
                          "The request can't be named %s; it is in %s. Its key is in the profile.",
                          place->path, place->temporary);
    } else {
        folder = nh_path_folder(place->path);
        if (folder)
            status = nh_folder_sync(folder, err);
        free(folder);
    }
    free(place->temporary);
    place->temporary = NULL;
    return status;
}

enum nh_status cli_place_publish(struct cli_place *place, const struct nh_buf *text,
                                 struct nh_error *err)
{
    if (!is_stdout(place))
        return publish_file(place, err);
    if (fwrite(text->data, 1, text->length, stdout) == text->length && fflush(stdout) == 0)
        return NH_OK;
    return nh_fail_errno(err, NH_IO, errno,
                         "The request could not be written. Its key is in the profile.");
}

void cli_place_reset(struct cli_place *place)
{
    if (place->temporary)
        unlink(place->temporary);
    free(place->temporary);
    place->temporary = NULL;
}
