/* SPDX-License-Identifier: MPL-2.0 */
#include "nss/runtime.h"

#include "base/language.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <nss.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* Tells the second run which version the browser's NSS must exceed; "-" if it turned out not to, so
   that the system's is used. */
#define MARK "NSS_HELPER_RUNTIME"
#define SETTLED "-"

static char mark[32];

static bool weakens(const char *variable)
{
    static const char *const prefixes[] = {
        "NSS_", "NSPR_", "SSL", "OPENSSL_", "LD_", "GCONV_PATH=", "MOZILLA_FIVE_HOME="};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (strncmp(variable, prefixes[i], strlen(prefixes[i])) == 0)
            return true;
    }
    return false;
}

void nh_runtime_clean(void)
{
    const char *value = getenv(MARK);
    if (value)
        snprintf(mark, sizeof mark, "%s", value);
    if (!environ)
        return;
    char **entry = environ; /* unsetenv moves the next entry here */
    while (*entry) {
        char name[128];
        size_t length = strcspn(*entry, "=");
        if (!weakens(*entry) || length >= sizeof name) {
            entry++;
            continue;
        }
        memcpy(name, *entry, length);
        name[length] = '\0';
        unsetenv(name);
    }
}

static bool only_root_writes(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && st.st_uid == 0 && !(st.st_mode & (S_IWGRP | S_IWOTH));
}

/* The folder, all folders above it and every library in it belong to root alone. */
static bool is_root_folder(const char *folder)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s", folder);
    for (char *slash; (slash = strrchr(path, '/')) != path; *slash = '\0') {
        if (!only_root_writes(path))
            return false;
    }
    if (!only_root_writes(path) || !only_root_writes("/"))
        return false;
    DIR *dir = opendir(folder);
    if (!dir)
        return false;
    bool safe = true;
    for (struct dirent *entry; safe && (entry = readdir(dir));) {
        if (strstr(entry->d_name, ".so") &&
            snprintf(path, sizeof path, "%s/%s", folder, entry->d_name) < (int)sizeof path)
            safe = only_root_writes(path);
    }
    closedir(dir);
    return safe;
}

/* A browser of this user is running from the folder, so the user already trusts its libraries. */
static bool is_folder_of(int pid, const char *folder)
{
    char link[64], exe[PATH_MAX];
    struct stat st;
    snprintf(link, sizeof link, "/proc/%d", pid);
    if (pid <= 0 || stat(link, &st) < 0 || st.st_uid != geteuid())
        return false;
    snprintf(link, sizeof link, "/proc/%d/exe", pid);
    ssize_t n = readlink(link, exe, sizeof exe - 1);
    if (n <= 0)
        return false;
    exe[n] = '\0';
    size_t length = strlen(folder);
    return strncmp(exe, folder, length) == 0 && exe[length] == '/' &&
           !strchr(exe + length + 1, '/');
}

static bool is_usable(const char *folder, int running)
{
    char library[PATH_MAX];
    return snprintf(library, sizeof library, "%s/libsoftokn3.so", folder) < PATH_MAX &&
           access(library, R_OK) == 0 && strcmp(folder, nh_runtime_nss_folder()) != 0 &&
           !strchr(folder, ':') && (is_folder_of(running, folder) || is_root_folder(folder));
}

static enum nh_status execute_again(const char *folder, const char *value, char *const argv[],
                                    struct nh_error *err)
{
    if (setenv(MARK, value, 1) == 0 && (!folder || setenv("LD_LIBRARY_PATH", folder, 1) == 0))
        execv("/proc/self/exe", argv);
    int error = errno;
    unsetenv(MARK);
    unsetenv("LD_LIBRARY_PATH");
    return nh_fail_errno(err, NH_SYSTEM, error, "The program can't be started with the NSS in %s.",
                         folder ? folder : _("the system"));
}

enum nh_status nh_runtime_enter(const char *folder, int running, char *const argv[],
                                struct nh_error *err)
{
    if (strcmp(mark, SETTLED) == 0)
        return NH_OK;
    if (*mark)
        return NSS_VersionCheck(mark) ? NH_OK : execute_again(NULL, SETTLED, argv, err);
    char real[PATH_MAX];
    if (!folder || !realpath(folder, real) || !is_usable(real, running))
        return NH_OK;
    return execute_again(real, NSS_GetVersion(), argv, err);
}

const char *nh_runtime_nss_version(void)
{
    return NSS_GetVersion();
}

const char *nh_runtime_nss_folder(void)
{
    static char folder[PATH_MAX];
    Dl_info info;
    if (*folder)
        return folder;
    if (!dladdr((void *)(size_t)&NSS_GetVersion, &info) || !realpath(info.dli_fname, folder))
        return "";
    char *slash = strrchr(folder, '/');
    if (slash)
        *slash = '\0';
    return folder;
}

const char *nh_runtime_roots(void)
{
    static const char *const places[] = {
        NH_NSS_LIBDIR "/libnssckbi.so",
        NH_NSS_LIBDIR "/nss/libnssckbi.so",
        NH_NSS_LIBDIR "/pkcs11/p11-kit-trust.so",
    };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (access(places[i], R_OK) == 0)
            return places[i];
    }
    return NULL;
}

void nh_runtime_harden(void)
{
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
}
