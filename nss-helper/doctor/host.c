/* SPDX-License-Identifier: MPL-2.0 */
#include "doctor/host.h"

#include "base/files.h"
#include "base/home.h"
#include "base/language.h"
#include "browser/manifest.h"
#include "doctor/cure.h"
#include "doctor/hostrun.h"
#include "machine/rights.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define REGISTER "nss-helper setup"

static const char install[] = N_("In the source folder, run: sudo make install");
static const char why[] =
    N_("Firefox needs this to start the program that creates keys. Without it, the "
       "extension can do nothing.");
static const char danger[] = N_("Firefox runs this program with all your rights.");

/* One of the two places where Firefox looks. */
struct place {
    char *path;
    char *host; /* the program it names; NULL if Firefox rejects it */
    bool there;
    struct nh_error err;
};

/* A dangling symbolic link counts as present, because it is in the way of a new file. */
static void look(struct place *place)
{
    struct stat st;
    place->there = place->path && lstat(place->path, &st) == 0;
    if (place->there)
        nh_manifest_read(place->path, &place->host, &place->err);
}

static char *path_of_user(void)
{
    const char *home = nh_home();
    char *folder = home ? nh_path_join(home, NH_MANIFEST_FOLDER) : NULL;
    char *path = folder ? nh_path_join(folder, NH_MANIFEST_FILE) : NULL;
    free(folder);
    return path;
}

/* `own`: whether this command has a host to register. */
static void add_refused(const struct place *user, const struct place *system, bool own,
                        struct nh_findings *out)
{
    char *move = user->there ? nh_cure_move(user->path) : NULL, *cure = NULL;
    if (user->there) {
        if (!move || asprintf(&cure, "%s && %s", move, own ? REGISTER : "sudo make install") < 0)
            cure = NULL;
        nh_finding_add_error(out, "host-manifest", &user->err, why, cure);
    } else if (system->there) {
        nh_finding_add_error(out, "host-manifest", &system->err, why, own ? REGISTER : install);
    } else {
        nh_finding_add(
            out, "host-manifest", NH_STATE_BAD, NH_CONFIG, why, own ? REGISTER : install,
            /* TRANSLATORS: a folder, a file in it, and another folder. */
            "The program nss-helper is not set up for this Firefox. There is no %1$s/%2$s in your home folder, and no %2$s in %3$s.",
            NH_MANIFEST_FOLDER, NH_MANIFEST_FILE, NH_MANIFEST_SYSTEM);
    }
    free(cure);
    free(move);
}

/* Firefox skips a manifest that it rejects. */
static void add_skipped(const struct place *user, const struct place *system,
                        struct nh_findings *out)
{
    char *cure = nh_cure_move(user->path);
    nh_finding_add(out, "host-manifest", NH_STATE_HINT, NH_OK,
                   N_("Firefox only says so in its console."), cure,
                   /* TRANSLATORS: what is wrong with a file, a sentence; another file. */
                   "%s Firefox uses %s instead.", user->err.message, system->path);
    free(cure);
}

/* A command for the owner, or with sudo for a file of root's. NULL for files of others. */
static char *cure_open(const char *open)
{
    struct stat st;
    if (lstat(open, &st) < 0 || S_ISLNK(st.st_mode) || (st.st_uid != 0 && st.st_uid != geteuid()))
        return NULL;
    return nh_cure_on(st.st_uid == geteuid() ? "chmod go-w" : "sudo chmod go-w", open);
}

static void add_open(const char *check, const char *open, const char *otherwise,
                     struct nh_findings *out)
{
    char *cure = cure_open(open);
    nh_finding_add(out, check, NH_STATE_BAD, NH_CONFIG, danger, cure ? cure : otherwise,
                   "Other users can change %s, and so choose the program that Firefox starts.",
                   open);
    free(cure);
}

static void check_manifest(const struct place *user, const struct place *system, bool own,
                           struct nh_findings *out)
{
    const struct place *taken = user->host ? user : system;
    char open[PATH_MAX];
    if (!taken->host)
        add_refused(user, system, own, out);
    else if (nh_rights_find_open(taken->path, open))
        add_open("host-manifest", open, N_("Move that file away, and run: nss-helper setup"), out);
    else if (taken == system && user->there)
        add_skipped(user, system, out);
    else
        nh_finding_add_good(out, "host-manifest",
                            "The program nss-helper is set up for Firefox in %s.", taken->path);
}

/* The cure for an unusable host: register the command's own, if that is another one. */
static const char *cure_host(const char *host, const char *own, const char *otherwise)
{
    struct stat st, own_st;
    if (!own || stat(own, &own_st) < 0)
        return otherwise ? otherwise
                         : N_("In the source folder, run: sudo make install && nss-helper setup");
    bool same = stat(host, &st) == 0 && st.st_dev == own_st.st_dev && st.st_ino == own_st.st_ino;
    return !same ? REGISTER : otherwise ? otherwise : install;
}

/* `wrong` is a sentence. */
static void add_host(const char *cure, const char *host, const char *wrong, struct nh_findings *out)
{
    nh_finding_add(out, "host-path", NH_STATE_BAD, NH_CONFIG, why, cure,
                   /* TRANSLATORS: a program, and why: a sentence. */
                   "Firefox can't start the program %s. %s", host, _(wrong));
}

static void add_shut(const char *host, const char *own, struct nh_findings *out)
{
    struct stat st;
    bool mine = stat(host, &st) == 0 && st.st_uid == geteuid();
    char *cure = nh_cure_on(mine ? "chmod 755" : "sudo chmod 755", host);
    add_host(cure_host(host, own, cure), host, N_("It is not executable."), out);
    free(cure);
}

/* False when Firefox should not start this program. */
static bool check_path(const char *host, const char *own, struct nh_findings *out)
{
    const char *wrong = nh_rights_find_wrong(host);
    char open[PATH_MAX];
    if (wrong)
        add_host(cure_host(host, own, NULL), host, wrong, out);
    else if (access(host, X_OK) < 0)
        add_shut(host, own, out);
    else if (nh_rights_find_open(host, open))
        add_open("host-path", open, cure_host(host, own, NULL), out);
    else {
        nh_finding_add_good(out, "host-path",
                            "Firefox starts the program %s. Nobody else can change it.", host);
        return true;
    }
    return false;
}

static void check_version(const char *host, const char *own, struct nh_findings *out)
{
    struct nh_error err = {NH_OK};
    char *version = NULL;
    if (nh_hostrun_version(host, &version, &err))
        nh_finding_add_error(out, "host-version", &err, why, cure_host(host, own, NULL));
    else if (strcmp(version, NH_VERSION) != 0)
        nh_finding_add(
            out, "host-version", NH_STATE_BAD, NH_CONFIG,
            N_("The program that Firefox starts, the command and the extension are made for each other."),
            cure_host(host, own, NULL),
            "The program that Firefox starts is version %s, and this command is version %s.",
            version, NH_VERSION);
    else
        nh_finding_add_good(out, "host-version", "The program nss-helper starts (version %s).",
                            version);
    free(version);
}

void nh_checkup_host(const char *own, struct nh_findings *out)
{
    struct place user = {.path = path_of_user()};
    struct place system = {.path = strdup(NH_MANIFEST_SYSTEM "/" NH_MANIFEST_FILE)};
    look(&user);
    look(&system);
    check_manifest(&user, &system, own != NULL, out);
    const char *host = user.host ? user.host : system.host;
    if (host && check_path(host, own, out))
        check_version(host, own, out);
    free(user.path);
    free(user.host);
    free(system.path);
    free(system.host);
}
