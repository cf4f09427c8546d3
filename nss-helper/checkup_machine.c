/* SPDX-License-Identifier: MPL-2.0 */
#include "checkup.h"

#include "cure.h"
#include "disk.h"
#include "job.h"
#include "pinentry.h"
#include "room.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Below this many issuances' worth of space it is told. */
#define FEW 10

static void check_home(struct nh_findings *out)
{
    static const char why[] = "Profiles, journal and the browser's list of hosts are in it.";
    const char *home = getenv("HOME");
    struct stat st;
    if (!home || *home != '/' || stat(home, &st) < 0 || !S_ISDIR(st.st_mode))
        nh_finding_add(out, "home", NH_STATE_BAD, NH_CONFIG, why,
                       "Set HOME to your home folder, or log in again.",
                       "HOME names no folder: \"%s\".", home ? home : "");
    else if (st.st_uid != geteuid())
        nh_finding_add(out, "home", NH_STATE_BAD, NH_PERMISSION, why,
                       "Run this as the owner of that folder, without sudo.",
                       "The home folder %s belongs to another user.", home);
    else if (nh_disk_network(home))
        nh_finding_add(out, "home", NH_STATE_HINT, NH_OK,
                       "What one program writes there, another may see up to ten seconds later, "
                       "and locks may not hold between two computers.",
                       "Let a browser run on one computer at a time; if a new certificate does "
                       "not show up, restart it.",
                       "The home folder %s is on %s.", home, nh_disk_network(home));
    else
        nh_finding_add_good(out, "home", "The home folder is %s, on this computer.", home);
}

/* The last folder above `path`, or itself, that is there. */
static void find_standing(const char *path, char out[PATH_MAX])
{
    snprintf(out, PATH_MAX, "%s", path);
    while (*out && access(out, F_OK) < 0)
        *strrchr(out, '/') = '\0';
    if (!*out)
        strcpy(out, "/");
}

static void add_shut(const char *folder, const char *mode, const char *why, const char *what,
                     struct nh_findings *out)
{
    char *quoted = nh_cure_quote(folder), *cure = NULL;
    if (!quoted || asprintf(&cure, "chmod %s %s", mode, quoted) < 0)
        cure = NULL;
    nh_finding_add(out, "state-folder", NH_STATE_BAD, NH_PERMISSION, why, cure, "%s %s.", what,
                   folder);
    free(cure);
    free(quoted);
}

static void check_rights(const char *folder, struct nh_findings *out)
{
    static const char why[] = "The journal is there, by which no certificate is lost: without it "
                              "no key is made.";
    char standing[PATH_MAX];
    struct stat st;
    find_standing(folder, standing);
    if (stat(standing, &st) < 0 || !S_ISDIR(st.st_mode)) {
        nh_finding_add(out, "state-folder", NH_STATE_BAD, NH_CANT_CREATE, why,
                       "Look what it is, and move it away.", "%s is no folder.", standing);
    } else if (strcmp(standing, folder) == 0 && st.st_uid != geteuid()) {
        nh_finding_add(out, "state-folder", NH_STATE_BAD, NH_PERMISSION, why,
                       "Move it away: a new one is made.", "%s belongs to another user.", folder);
    } else if (strcmp(standing, folder) == 0 && st.st_mode & (S_IWGRP | S_IWOTH)) {
        add_shut(folder, "700", why, "Others may write in", out);
    } else if (access(standing, W_OK | X_OK) < 0) {
        add_shut(standing, "u+rwx", why, "Nothing can be written in", out);
    } else {
        nh_finding_add_good(out, "state-folder", "The journal is kept in %s.", folder);
    }
}

static void check_space(const char *folder, struct nh_findings *out)
{
    static const char why[] = "Room for the CA's answer is reserved before a key is made.";
    static const char cure[] = "Make room: empty the bin, remove old downloads.";
    char standing[PATH_MAX];
    unsigned long long bytes = 0;
    find_standing(folder, standing);
    if (!nh_disk_free(standing, &bytes))
        nh_finding_add(out, "space", NH_STATE_UNKNOWN, NH_OK, why, cure,
                       "The space that is left at %s can't be told.", standing);
    else if (bytes < FEW * NH_ROOM_SIZE)
        nh_finding_add(out, "space", bytes < NH_ROOM_SIZE ? NH_STATE_BAD : NH_STATE_HINT,
                       bytes < NH_ROOM_SIZE ? NH_NO_SPACE : NH_OK, why, cure,
                       "%llu KiB are left at %s; one certificate needs %llu KiB for a while.",
                       bytes >> 10, standing, (unsigned long long)NH_ROOM_SIZE >> 10);
    else
        nh_finding_add_good(out, "space", "%llu MiB are left at %s.", bytes >> 20, standing);
}

/* Does it need a terminal? "pinentry" is a link to the one that was chosen. */
static bool is_textual(const char *program)
{
    char real[PATH_MAX];
    const char *name = realpath(program, real) ? strrchr(real, '/') + 1 : program;
    return strcmp(name, "pinentry-curses") == 0 || strcmp(name, "pinentry-tty") == 0;
}

static void check_pinentry(struct nh_findings *out)
{
    static const char why[] = "It asks for the passwords of files and profiles, so that no "
                              "browser and no page sees them.";
    struct nh_error err = {NH_OK};
    char *program = nh_pinentry_program(&err);
    bool textual = program && is_textual(program);
    if (!program && (nh_pinentry_has_display() || nh_pinentry_is_chosen()))
        nh_finding_add_error(out, "pinentry", &err, why,
                             "Install the program that is named, or name another in "
                             "nss-helper.conf (man nss-helper).");
    else if (!program)
        nh_finding_add(out, "pinentry", NH_STATE_UNKNOWN, NH_OK, why,
                       "Run this on the desktop where the browser runs.",
                       "This is no desktop: what would ask for passwords there can't be told.");
    else if (textual)
        nh_finding_add(out, "pinentry", NH_STATE_HINT, NH_OK,
                       "Firefox starts the host without a terminal: there it can't ask.",
                       "sudo apt install pinentry-gnome3",
                       "Passwords are asked for by %s, on a terminal only.", program);
    else
        nh_finding_add_good(out, "pinentry", "Passwords are asked for by %s.", program);
    free(program);
}

void nh_checkup_machine(struct nh_findings *out)
{
    char *folder = nh_journal_root();
    check_home(out);
    if (folder) {
        check_rights(folder, out);
        check_space(folder, out);
    }
    check_pinentry(out);
    free(folder);
}
