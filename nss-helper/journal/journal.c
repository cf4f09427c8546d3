/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/journal.h"

#include "base/files.h"
#include "base/hex.h"
#include "base/home.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STATE "nss-helper"

struct nh_journal {
    char *folder; /* of the profile */
};

/* The name of a profile's folder with a hash of its path (FNV-1a, draft-eastlake-fnv), which is
   readable and distinguishes profiles with the same name. */
static char *folder_of(const char *root, const char *profile)
{
    uint64_t hash = 0xcbf29ce484222325;
    for (const char *p = profile; *p; p++)
        hash = (hash ^ (unsigned char)*p) * 0x100000001b3;
    const char *slash = strrchr(profile, '/');
    char *folder = NULL;
    return asprintf(&folder, "%s/%.60s-%016llx", root, slash ? slash + 1 : profile,
                    (unsigned long long)hash) < 0
               ? NULL
               : folder;
}

char *nh_journal_root(void)
{
    return nh_xdg_path(NH_XDG_STATE, STATE);
}

bool nh_journal_is_there(const char *profile_path)
{
    char *root = nh_journal_root(), *folder = root ? folder_of(root, profile_path) : NULL;
    bool there = folder && access(folder, F_OK) == 0;
    free(folder);
    free(root);
    return there;
}

enum nh_status nh_journal_open(const char *profile_path, struct nh_journal **out,
                               struct nh_error *err)
{
    struct nh_journal *journal = calloc(1, sizeof *journal);
    char *root = NULL, *jobs = NULL;
    enum nh_status status = nh_xdg_find(NH_XDG_STATE, STATE, &root, err);
    if (journal && !status)
        journal->folder = folder_of(root, profile_path);
    if (!status)
        status =
            journal && journal->folder ? nh_folder_make(journal->folder, err) : nh_fail_memory(err);
    if (!status)
        status = nh_journal_make(journal, NH_SECTION_JOBS, &jobs, err);
    free(jobs);
    free(root);
    if (status)
        nh_journal_close(&journal);
    else
        *out = journal;
    return status;
}

void nh_journal_close(struct nh_journal **journal)
{
    if (!*journal)
        return;
    free((*journal)->folder);
    free(*journal);
    *journal = NULL;
}

const char *nh_journal_folder(const struct nh_journal *journal)
{
    return journal->folder;
}

char *nh_journal_section(const struct nh_journal *journal, enum nh_section section)
{
    return nh_path_join(journal->folder, nh_section(section)->folder);
}

enum nh_status nh_journal_make(const struct nh_journal *journal, enum nh_section section,
                               char **folder, struct nh_error *err)
{
    char *path = nh_journal_section(journal, section);
    enum nh_status status = path ? nh_folder_make(path, err) : nh_fail_memory(err);
    if (status)
        free(path);
    else
        *folder = path;
    return status;
}

static char *file_name(enum nh_section section, const char *name)
{
    char *file = NULL;
    return asprintf(&file, "%s%s", name, nh_section(section)->ending) < 0 ? NULL : file;
}

char *nh_journal_path(const struct nh_journal *journal, enum nh_section section, const char *name)
{
    char *folder = nh_journal_section(journal, section), *file = file_name(section, name);
    char *path = folder && file ? nh_path_join(folder, file) : NULL;
    free(folder);
    free(file);
    return path;
}

enum nh_status nh_journal_read(const struct nh_journal *journal, enum nh_section section,
                               const char *name, struct nh_buf *out, struct nh_error *err)
{
    char *path = nh_journal_path(journal, section, name);
    enum nh_status status = path ? nh_file_read(path, out, err) : nh_fail_memory(err);
    free(path);
    return status;
}

enum nh_status nh_journal_write(const struct nh_journal *journal, enum nh_section section,
                                const char *name, const void *data, size_t length,
                                struct nh_error *err)
{
    char *folder = nh_journal_section(journal, section), *file = file_name(section, name);
    enum nh_status status =
        folder && file ? nh_file_write(folder, file, data, length, 0600, err) : nh_fail_memory(err);
    free(folder);
    free(file);
    return status;
}

void nh_journal_remove(const struct nh_journal *journal, enum nh_section section, const char *name)
{
    char *path = nh_journal_path(journal, section, name);
    if (path)
        unlink(path);
    free(path);
}

bool nh_journal_is_recent(enum nh_section section, const char *path, time_t *came)
{
    struct stat st;
    time_t now = time(NULL);
    long seconds = nh_section(section)->seconds;
    if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode) || st.st_mtime > now ||
        (seconds && st.st_mtime < now - seconds))
        return false;
    *came = st.st_mtime;
    return true;
}

static void sweep_old(enum nh_section section, const char *folder)
{
    struct nh_names names = {0};
    time_t came;
    if (nh_folder_list(folder, &names, NULL))
        return;
    for (size_t i = 0; i < names.count; i++) {
        char *path = nh_path_join(folder, names.items[i]);
        if (path && !nh_journal_is_recent(section, path, &came))
            unlink(path);
        free(path);
    }
    nh_names_reset(&names);
}

/* nh_spool_sweep sweeps responses; "ended" can be large and has no temporary files. */
static bool is_swept(enum nh_section section)
{
    return section != NH_SECTION_RESPONSES && section != NH_SECTION_ENDED;
}

void nh_journal_sweep(const struct nh_journal *journal)
{
    for (enum nh_section section = 0; section < NH_SECTIONS; section++) {
        char *folder = is_swept(section) ? nh_journal_section(journal, section) : NULL;
        if (folder)
            nh_folder_sweep(folder);
        if (folder && nh_section(section)->seconds)
            sweep_old(section, folder);
        free(folder);
    }
}

enum nh_status nh_journal_name(char id[NH_JOB_ID_SIZE], struct nh_error *err)
{
    struct tm utc;
    time_t now = time(NULL);
    if (!gmtime_r(&now, &utc))
        return nh_fail(err, NH_SYSTEM, NULL, "The system's clock can't be read.");
    size_t length = strftime(id, NH_JOB_ID_SIZE, "%Y%m%dT%H%M%S-", &utc);
    return nh_random_hex(id + length, 6, err);
}

bool nh_journal_is_name(const char *id)
{
    static const char form[NH_JOB_ID_SIZE] = "00000000T000000-xxxxxxxxxxxx";
    for (size_t i = 0; i < sizeof form; i++) {
        bool fits = form[i] == '0'   ? id[i] >= '0' && id[i] <= '9'
                    : form[i] == 'x' ? id[i] != '\0' && strchr("0123456789abcdef", id[i])
                                     : id[i] == form[i];
        if (!fits)
            return false;
    }
    return true;
}

time_t nh_journal_time(const char id[NH_JOB_ID_SIZE])
{
    struct tm utc = {0};
    return strptime(id, "%Y%m%dT%H%M%S", &utc) ? timegm(&utc) : 0;
}
