/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/cache.h"

#include "base/buf.h"
#include "base/files.h"
#include "journal/journal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define SHARE 10 /* one response takes at most a tenth of the free space */

char *nh_cache_folder(const char *profile_path)
{
    struct nh_journal *journal = NULL;
    if (nh_journal_open(profile_path, &journal, NULL))
        return NULL;
    char *folder = NULL;
    nh_journal_sweep(journal);
    nh_journal_make(journal, NH_SECTION_STATUS, &folder, NULL);
    nh_journal_close(&journal);
    return folder;
}

bool nh_cache_load(const char *folder, const char *name, struct nh_buf *out, time_t *came)
{
    char *path = folder ? nh_path_join(folder, name) : NULL;
    bool good = path && nh_journal_is_recent(NH_SECTION_STATUS, path, came) &&
                nh_file_read(path, out, NULL) == NH_OK;
    free(path);
    return good;
}

int nh_cache_open(const char *folder, const char *name, time_t *came)
{
    char *path = folder ? nh_path_join(folder, name) : NULL;
    bool good = path && nh_journal_is_recent(NH_SECTION_STATUS, path, came);
    int fd = good ? open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) : -1;
    free(path);
    return fd;
}

/* The total size in bytes. *oldest is the path of the oldest, allocated, or NULL. */
static off_t measure(const char *folder, char **oldest)
{
    struct nh_names names = {0};
    struct stat st;
    time_t first = 0;
    off_t sum = 0;
    *oldest = NULL;
    nh_folder_list(folder, &names, NULL);
    for (size_t i = 0; i < names.count; i++) {
        char *path = nh_path_join(folder, names.items[i]);
        bool there = path && lstat(path, &st) == 0;
        sum += there ? st.st_size : 0;
        if (there && (!*oldest || st.st_mtime < first)) {
            free(*oldest);
            *oldest = path;
            first = st.st_mtime;
        } else {
            free(path);
        }
    }
    nh_names_reset(&names);
    return sum;
}

bool nh_cache_make_room(const char *folder, off_t size)
{
    struct statvfs disk;
    char *oldest = NULL;
    if (size > NH_CACHE_MOST || statvfs(folder, &disk) != 0 ||
        (unsigned long long)size / disk.f_frsize > disk.f_bavail / SHARE)
        return false;
    off_t sum = measure(folder, &oldest);
    while (sum + size > NH_CACHE_MOST && oldest && unlink(oldest) == 0) {
        free(oldest);
        sum = measure(folder, &oldest);
    }
    free(oldest);
    return sum + size <= NH_CACHE_MOST;
}

void nh_cache_keep(const char *folder, const char *name, const struct nh_buf *response)
{
    if (folder && nh_cache_make_room(folder, (off_t)response->length))
        nh_file_write(folder, name, response->data, response->length, 0600, NULL);
}
