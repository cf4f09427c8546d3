/* SPDX-License-Identifier: MPL-2.0 */
#include "doctor/state.h"

#include "base/files.h"
#include "base/hex.h"
#include "base/language.h"
#include "doctor/cure.h"
#include "doctor/size.h"
#include "journal/job.h"
#include "journal/room.h"
#include "machine/disk.h"
#include "machine/rights.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A hint is given when there is space for fewer than this many requests. */
#define FEW 10

#define CHECK "state-folder"

static const char why[] =
    N_("The records are there so that no certificate is lost. Without them, no key is created.");
static const char elsewhere[] = N_("Set XDG_STATE_HOME to a folder of yours.");

/* `path` itself, or the nearest folder above it that exists. */
static void find_standing(const char *path, char out[PATH_MAX])
{
    struct stat st;
    snprintf(out, PATH_MAX, "%s", path);
    while (*out && lstat(out, &st) < 0)
        *strrchr(out, '/') = '\0';
    if (!*out)
        strcpy(out, "/");
}

/* Format a translated sentence; allocated, NULL without memory. */
static __attribute__((format(printf, 1, 2))) char *sentence(const char *format, ...)
{
    char *made = NULL;
    va_list values;
    va_start(values, format);
    if (vasprintf(&made, _(format), values) < 0)
        made = NULL;
    va_end(values);
    return made;
}

/* Takes ownership of `cure` and `what`. */
static void add(enum nh_state state, enum nh_status code, char *cure, char *what,
                struct nh_findings *out)
{
    if (what)
        nh_finding_add(out, CHECK, state, code, why, cure, "%s", what);
    else
        out->failed = true;
    free(cure);
    free(what);
}

/* Fixed by changing permissions. */
static void add_shut(enum nh_state state, const char *command, const char *folder, char *what,
                     struct nh_findings *out)
{
    add(state, state == NH_STATE_BAD ? NH_PERMISSION : NH_OK, nh_cure_on(command, folder), what,
        out);
}

/* Fixed by moving the folder away, not deleting it: a response may be in it. */
static void add_moved(enum nh_status code, const char *folder, char *what, struct nh_findings *out)
{
    add(NH_STATE_BAD, code, nh_cure_move(folder), what, out);
}

/* Whether the caller can create files in this folder. */
static bool check_writable(const char *folder, struct nh_findings *out)
{
    struct stat st;
    if (access(folder, W_OK | X_OK) == 0)
        return true;
    if (errno == EROFS)
        add(NH_STATE_BAD, NH_PERMISSION,
            sentence(
                "Mount that file system with write access, or set XDG_STATE_HOME to a folder of "
                "yours."),
            sentence("The file system of %s is read-only.", folder), out);
    else if (stat(folder, &st) == 0 && st.st_uid == geteuid())
        add_shut(NH_STATE_BAD, "chmod u+rwx", folder,
                 sentence("Nothing can be written to %s.", folder), out);
    else
        add(NH_STATE_BAD, NH_PERMISSION, sentence("%s", elsewhere),
            sentence("You are not allowed to write to %s.", folder), out);
    return false;
}

/* Whether the library accepts the folder; `st` is its stat. */
static bool check_usable(const char *folder, const struct stat *st, struct nh_findings *out)
{
    if (!S_ISDIR(st->st_mode))
        add_moved(NH_CANT_CREATE, folder, sentence("%s is not a folder.", folder), out);
    else if (st->st_uid != geteuid())
        add_moved(NH_PERMISSION, folder, sentence("%s belongs to another user.", folder), out);
    else if (st->st_mode & (S_IWGRP | S_IWOTH))
        add_shut(NH_STATE_BAD, "chmod 700", folder,
                 sentence("Other users can write to %s.", folder), out);
    else
        return check_writable(folder, out);
    return false;
}

/* Check the folder of all journals, or of one. */
static bool check_own(const char *folder, const struct stat *st, struct nh_findings *out)
{
    if (!check_usable(folder, st, out))
        return false;
    if (!(st->st_mode & (S_IRWXG | S_IRWXO)))
        return true;
    add_shut(NH_STATE_HINT, "chmod 700", folder, sentence("Other users can look into %s.", folder),
             out);
    return false;
}

/* "name-0123456789abcdef"; a folder that was moved away has another name. */
static bool is_journal(const char *name)
{
    size_t length = strlen(name);
    return length > 17 && name[length - 17] == '-' && nh_hex_is(name + length - 16, 16);
}

/* Sections are created when needed; their permissions don't matter, as others can't enter the
   journal. */
static bool check_sections(const char *journal, struct nh_findings *out)
{
    bool good = true;
    for (enum nh_section i = 0; good && i < NH_SECTIONS; i++) {
        char *folder = nh_path_join(journal, nh_section(i)->folder);
        struct stat st;
        if (folder && lstat(folder, &st) == 0)
            good = check_usable(folder, &st, out);
        free(folder);
    }
    return good;
}

/* Check the journals of all profiles. Symbolic links are skipped. */
static bool check_journals(const char *root, struct nh_findings *out)
{
    struct nh_names names = {0};
    bool good = true;
    nh_folder_list(root, &names, NULL);
    for (size_t i = 0; good && i < names.count; i++) {
        char *folder = is_journal(names.items[i]) ? nh_path_join(root, names.items[i]) : NULL;
        struct stat st;
        if (folder && lstat(folder, &st) == 0)
            good = check_own(folder, &st, out) && check_sections(folder, out);
        free(folder);
    }
    nh_names_reset(&names);
    return good;
}

/* Whoever may change a folder above it can replace it. */
static bool check_way(const char *folder, struct nh_findings *out)
{
    char open[PATH_MAX];
    struct stat st;
    if (!nh_rights_find_open(folder, open))
        return true;
    if (lstat(open, &st) == 0 && !S_ISLNK(st.st_mode) && st.st_uid == geteuid())
        add_shut(
            NH_STATE_HINT, "chmod go-w", open,
            sentence("Other users can write to %s, a folder above NSS Helper's records.", open),
            out);
    else
        add(NH_STATE_HINT, NH_OK, sentence("%s", elsewhere),
            sentence("Other users can change %s, which leads to NSS Helper's records.", open), out);
    return false;
}

static bool check_far(const char *folder, const char *standing, struct nh_findings *out)
{
    const char *network = nh_disk_network(standing);
    if (network)
        nh_finding_add(
            out, CHECK, NH_STATE_HINT, NH_OK, N_("Locks between two computers may not work there."),
            N_("Run the browser on one computer at a time."),
            /* TRANSLATORS: a folder, and a file system: NFS, CIFS … */
            "NSS Helper's records in %s are on a network file system (%s).", folder, network);
    return !network;
}

static void check_folder(const char *folder, const char *standing, struct nh_findings *out)
{
    struct stat st;
    bool there = strcmp(standing, folder) == 0;
    bool good;
    if (stat(standing, &st) < 0 || !S_ISDIR(st.st_mode)) {
        add_moved(NH_CANT_CREATE, standing, sentence("%s is not a folder.", standing), out);
        return;
    }
    good = there ? check_own(folder, &st, out) && check_journals(folder, out)
                 : check_writable(standing, out);
    if (good && check_way(standing, out) && check_far(folder, standing, out))
        nh_finding_add_good(out, CHECK, "NSS Helper keeps its records in %s.", folder);
}

static void check_space(const char *standing, struct nh_findings *out)
{
    static const char reason[] =
        N_("Room for the certificate is reserved on the disk before a key is created.");
    static const char cure[] = N_("Make room: empty the bin and delete old downloads.");
    char free_room[NH_SIZE_TEXT], needed[NH_SIZE_TEXT];
    unsigned long long bytes = 0;
    if (!nh_disk_free(standing, &bytes))
        nh_finding_add(out, "space", NH_STATE_UNKNOWN, NH_OK, reason, cure,
                       "The free space at %s can't be determined.", standing);
    else if (nh_disk_is_full_of_files(standing))
        nh_finding_add(out, "space", NH_STATE_BAD, NH_NO_SPACE, reason, cure,
                       "The file system of %s has no room for another file (df -i).", standing);
    else if (bytes < FEW * NH_ROOM_SIZE)
        nh_finding_add(out, "space", bytes < NH_ROOM_SIZE ? NH_STATE_BAD : NH_STATE_HINT,
                       bytes < NH_ROOM_SIZE ? NH_NO_SPACE : NH_OK, reason, cure,
                       "Only %s are free at %s. One certificate needs %s for a while.",
                       nh_size_text(bytes, free_room), standing,
                       nh_size_text(NH_ROOM_SIZE, needed));
    else
        nh_finding_add_good(out, "space", "%s are free at %s.", nh_size_text(bytes, free_room),
                            standing);
}

void nh_checkup_state(struct nh_findings *out)
{
    static const char unnamed[] =
        N_("The folder of NSS Helper's records can't be determined: HOME does not name a folder.");
    static const char cure[] = N_("Set HOME to your home folder, or log in again.");
    char standing[PATH_MAX], *folder = nh_journal_root();
    if (!folder) {
        nh_finding_add(out, CHECK, NH_STATE_UNKNOWN, NH_OK, why, cure, unnamed);
        nh_finding_add(out, "space", NH_STATE_UNKNOWN, NH_OK, why, cure, unnamed);
        return;
    }
    find_standing(folder, standing);
    check_folder(folder, standing, out);
    check_space(standing, out);
    free(folder);
}
