/* SPDX-License-Identifier: MPL-2.0 */
#include "doctor/databases.h"

#include "base/files.h"
#include "base/language.h"
#include "base/shell.h"
#include "browser/profile.h"
#include "doctor/cure.h"
#include "doctor/size.h"
#include "doctor/survey.h"
#include "journal/room.h"
#include "machine/disk.h"
#include "nss/keydb.h"
#include "nss/runtime.h"
#include "nss/store.h"

#include <limits.h>
#include <nss.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Only the old format (cert8.db) is there. Current browsers don't read it; Debian's NSS does, if it
   may write. */
static bool is_old(const char *path)
{
    char *old = nh_path_join(path, "cert8.db"), *new = nh_path_join(path, "cert9.db");
    bool found = old && new &&access(old, F_OK) == 0 && access(new, F_OK) < 0;
    free(old);
    free(new);
    return found;
}

static int write_rights(char **cure, const struct nh_error *err, const char *folder)
{
    if (strcmp(err->cause, "EACCES") == 0)
        return asprintf(cure, "chmod u+rwx %s && chmod u+rw %s/cert9.db %s/key4.db", folder, folder,
                        folder);
    if (strcmp(err->cause, "EROFS") == 0)
        return asprintf(cure, "%s", _("Mount that file system with write access."));
    return asprintf(cure,
                    _("Run this command as the owner of the folder, without sudo. To make the "
                      "folder yours: sudo chown -R \"$USER\" %s"),
                    folder);
}

/* A lock without a process has the owner -1, which kill(1) takes for all processes. */
static int write_release(char **cure, pid_t locker)
{
    return locker > 0 ? asprintf(cure, "kill %ld", (long)locker)
                      : asprintf(cure, "%s",
                                 _("Close the programs that use this profile, and try again."));
}

static int write_cure(char **cure, const struct nh_error *err, const char *path, const char *folder)
{
    if (err->status == NH_PERMISSION)
        return write_rights(cure, err, folder);
    if (is_old(path))
        return asprintf(cure, "certutil -K -X -d sql:%s", folder);
    if (err->status == NH_BUSY)
        return write_release(cure, nh_store_locker(path));
    return asprintf(cure, "%s",
                    _("If the profile is new, start the browser once. Otherwise, close the browser "
                      "and restore cert9.db and key4.db from a backup, or move both away and "
                      "import your certificates again."));
}

/* The cure for an error; allocated, or NULL. */
static char *cure_of(const struct nh_error *err, const char *path)
{
    char *folder = nh_shell_quote(path), *cure = NULL;
    if (!folder || write_cure(&cure, err, path, folder) < 0)
        cure = NULL;
    free(folder);
    return cure;
}

static bool check_files(const struct nh_profile *profile, struct nh_findings *out)
{
    const char *why = is_old(profile->path)
                          ? N_("The profile has only the old cert8.db, which today's browsers "
                               "don't read. The package libnss3-tools can convert it:")
                          : N_("The browser's keys and certificates are in these two files.");
    struct nh_error err = {NH_OK};
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_check(profile->path, NH_STORE_WRITE, &err);
    bool readable = status == NH_OK;
    if (status == NH_PERMISSION)
        readable = nh_store_check(profile->path, NH_STORE_LOOK, NULL) == NH_OK;
    if (!status)
        status = nh_store_open(profile->path, NH_STORE_LOOK, &store, &err);
    nh_store_close(&store);
    char *cure = status ? cure_of(&err, profile->path) : NULL;
    if (status)
        nh_finding_add_error(out, "database", &err, why, cure);
    else
        nh_finding_add_good(
            out, "database",
            "The certificates and keys (cert9.db, key4.db) can be read and written.");
    free(cure);
    return readable && (!status || status == NH_PERMISSION);
}

/* Without a primary password only the file modes protect the keys. */
static void check_modes(const struct nh_profile *profile, struct nh_findings *out)
{
    static const struct {
        const char *name;
        mode_t more; /* permissions of others than the owner */
    } items[] = {
        {"", S_IWGRP | S_IWOTH}, {"/key4.db", S_IRWXG | S_IRWXO}, {"/cert9.db", S_IWGRP | S_IWOTH}};
    for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
        char path[PATH_MAX];
        struct stat st;
        snprintf(path, sizeof path, "%s%s", profile->path, items[i].name);
        if (stat(path, &st) < 0 || !(st.st_mode & items[i].more))
            continue;
        char *cure = nh_cure_on(i == 1 ? "chmod go-rwx" : "chmod go-w", path);
        nh_finding_add(out, "database-rights", NH_STATE_BAD, NH_PERMISSION,
                       N_("Anyone who can read or replace these files can get your keys."), cure,
                       i == 1 ? N_("Other users can read %s.") : N_("Other users can change %s."),
                       path);
        free(cure);
        return;
    }
    nh_finding_add_good(out, "database-rights", "Only you can read the keys.");
}

/* "firefox-esr", or "?" */
static void name_process(pid_t pid, char name[32])
{
    char path[64];
    snprintf(name, 32, "?");
    snprintf(path, sizeof path, "/proc/%ld/comm", (long)pid);
    FILE *file = fopen(path, "r");
    if (file && fgets(name, 32, file))
        name[strcspn(name, "\n")] = '\0';
    if (file)
        fclose(file);
}

static void add_locked(pid_t locker, struct nh_findings *out)
{
    static const char why[] =
        N_("Until they are unlocked, the browser waits and nothing can be installed. If this does "
           "not end by itself:");
    char name[32], *cure = NULL;
    if (write_release(&cure, locker) < 0)
        cure = NULL;
    name_process(locker, name);
    if (locker > 0)
        nh_finding_add(out, "database-lock", NH_STATE_BAD, NH_BUSY, why, cure,
                       /* TRANSLATORS: the name and the number of a process. */
                       "The program %s (process %ld) keeps the databases locked.", name,
                       (long)locker);
    else
        nh_finding_add(out, "database-lock", NH_STATE_BAD, NH_BUSY, why, cure,
                       "A program that the system does not name keeps the databases locked.");
    free(cure);
}

/* A short lock is normal while the browser writes. */
static void check_lock(const struct nh_profile *profile, struct nh_findings *out)
{
    const struct timespec pause = {.tv_nsec = 500000000};
    pid_t locker = nh_store_locker(profile->path);
    for (int i = 0; i < 3 && locker; i++) {
        nanosleep(&pause, NULL);
        locker = nh_store_locker(profile->path);
    }
    if (locker)
        add_locked(locker, out);
    else
        nh_finding_add_good(out, "database-lock", "No program keeps the databases locked.");
}

static void check_place(const struct nh_profile *profile, struct nh_findings *out)
{
    const char *network = nh_disk_network(profile->path);
    unsigned long long bytes = 0;
    char room[NH_SIZE_TEXT];
    if (nh_disk_free(profile->path, &bytes) && bytes < NH_ROOM_SIZE)
        nh_finding_add(out, "database-place", NH_STATE_BAD, NH_NO_SPACE,
                       N_("There is no room for a new key or certificate."),
                       N_("Make room: empty the bin and delete old downloads."),
                       "Only %s are free at %s.", nh_size_text(bytes, room), profile->path);
    else if (network)
        nh_finding_add(out, "database-place", NH_STATE_HINT, NH_OK,
                       N_("A running browser may take up to ten seconds to see a new certificate, "
                          "and locks between two computers may not work."),
                       N_("If a new certificate does not show up, restart the browser. Better, "
                          "keep the profile on a local disk."),
                       /* TRANSLATORS: a file system: NFS, CIFS … */
                       "The profile is on a network file system (%s).", network);
    else
        nh_finding_add_good(out, "database-place",
                            "The profile is on this computer, with enough room.");
}

static void check_password(const struct nh_profile *profile, struct nh_findings *out)
{
    struct nh_survey survey;
    nh_survey_take(profile->path, &survey);
    if (survey.needs && !NSS_VersionCheck(survey.needs))
        nh_finding_add(
            out, "nss", NH_STATE_BAD, NH_OLD_NSS,
            N_("An older NSS takes the right primary password for a wrong one."),
            N_("Install the newer Firefox for all users (Debian: sudo apt install "
               "firefox-esr), or start it with this profile. Then try again."),
            "The primary password needs the security library NSS %s or later, but this is NSS %s.",
            survey.needs, nh_runtime_nss_version());
    else
        nh_finding_add_good(out, "nss", "The security library NSS %s (%s) can read this profile.",
                            nh_runtime_nss_version(), nh_runtime_nss_folder());
    nh_finding_add_good(out, "primary-password",
                        survey.has_password ? N_("The profile has a primary password.")
                                            : N_("The profile has no primary password."));
}

bool nh_checkup_databases(const struct nh_profile *profile, struct nh_findings *out)
{
    bool readable = check_files(profile, out);
    check_modes(profile, out);
    if (!readable)
        return false;
    check_lock(profile, out);
    check_place(profile, out);
    check_password(profile, out);
    return true;
}
