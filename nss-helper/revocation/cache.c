/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/cache.h"

#include "base/buf.h"
#include "base/files.h"
#include "journal/journal.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

char *nh_cache_folder(const char *profile_path)
{
    struct nh_journal *journal = NULL;
    if (nh_journal_open(profile_path, &journal, NULL))
        return NULL;
    char *folder = NULL;
    nh_journal_make(journal, NH_SECTION_STATUS, &folder, NULL);
    nh_journal_close(&journal);
    return folder;
}

/* A clock that was set back makes it one of the future: that is none. */
static bool is_recent(const char *path, time_t *came)
{
    struct stat st;
    time_t now = time(NULL);
    if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode) || st.st_mtime > now ||
        st.st_mtime < now - nh_section(NH_SECTION_STATUS)->seconds)
        return false;
    *came = st.st_mtime;
    return true;
}

bool nh_cache_load(const char *folder, const char *name, struct nh_buf *out, time_t *came)
{
    char *path = folder ? nh_path_join(folder, name) : NULL;
    bool good = path && is_recent(path, came) && nh_file_read(path, out, NULL) == NH_OK;
    free(path);
    return good;
}

static void sweep(const char *folder)
{
    struct nh_names names = {0};
    time_t came;
    if (nh_folder_list(folder, &names, NULL))
        return;
    for (size_t i = 0; i < names.count; i++) {
        char *path = nh_path_join(folder, names.items[i]);
        if (path && !is_recent(path, &came))
            unlink(path);
        free(path);
    }
    nh_names_reset(&names);
}

void nh_cache_keep(const char *folder, const char *name, const struct nh_buf *response)
{
    if (!folder)
        return;
    sweep(folder);
    nh_file_write(folder, name, response->data, response->length, 0600, NULL);
}
