/* SPDX-License-Identifier: MPL-2.0 */
#include "nss/store.h"

#include "base/buf.h"
#include "base/files.h"
#include "base/language.h"
#include "nss/expected.h"
#include "nss/keydb.h"

#include <errno.h>
#include <fcntl.h>
#include <nss.h>
#include <pk11pub.h>
#include <prerror.h>
#include <secerr.h>
#include <secmod.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct nh_store {
    PK11SlotInfo *slot;
    char *path;
    enum nh_store_mode mode;
    struct nh_expected expected;
};

static const char *const databases[] = {"cert9.db", "key4.db"};

/* SQLite's lock bytes, https://www.sqlite.org/src/file?name=src/os.h PENDING_BYTE */
#define LOCK_BYTES 0x40000000
#define LOCK_LENGTH 512

#define OPEN_SECONDS 8

enum nh_status nh_fail_nss(struct nh_error *err, enum nh_status status, const char *message)
{
    PRErrorCode code = PORT_GetError();
    const char *name = code ? PR_ErrorToName(code) : NULL;
    switch (code) {
    case SEC_ERROR_READ_ONLY: status = NH_PERMISSION; break;
    case SEC_ERROR_BAD_PASSWORD:
    case SEC_ERROR_TOKEN_NOT_LOGGED_IN: status = NH_PRIMARY_PASSWORD; break;
    case SEC_ERROR_NO_MEMORY:
    case PR_OUT_OF_MEMORY_ERROR: status = NH_SYSTEM; break;
    case PR_NO_DEVICE_SPACE_ERROR: status = NH_NO_SPACE; break;
    case SEC_ERROR_REUSED_ISSUER_AND_SERIAL:
        message = N_(
            "The profile has another certificate of this issuer with the same serial number. The "
            "CA made a mistake.");
        break;
    default: break;
    }
    return nh_fail(err, status, name, "%s", _(message));
}

static enum nh_status check_owner(const struct stat *st, const char *path, struct nh_error *err)
{
    if (st->st_uid == geteuid())
        return NH_OK;
    return nh_fail(
        err, NH_PERMISSION, NULL,
        "%s belongs to another user. Run this command as the owner of the profile, not as root.",
        path);
}

/* https://www.sqlite.org/fileformat.html#the_database_header: magic bytes, page size and number of
   pages, big-endian. */
#define HEADER_SIZE 32

/* A journal is left from an interrupted commit: the database will be rolled back. */
static bool has_journal_of(const char *path)
{
    char *journal = NULL;
    bool found = asprintf(&journal, "%s-journal", path) > 0 && access(journal, F_OK) == 0;
    free(journal);
    return found;
}

/* The order matters: a commit that is going on has a journal, or ends before the size is read. */
static bool is_cut(int fd, const unsigned char header[HEADER_SIZE], const char *path)
{
    struct stat st;
    off_t page = header[16] << 8 | header[17];
    off_t pages = (off_t)header[28] << 24 | header[29] << 16 | header[30] << 8 | header[31];
    if (page == 1)
        page = 65536;
    return !has_journal_of(path) && fstat(fd, &st) == 0 && st.st_size < page * pages;
}

static enum nh_status check_header(int fd, const char *path, struct nh_error *err)
{
    unsigned char header[HEADER_SIZE] = {0};
    struct stat st;
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
        return nh_fail(err, NH_BAD_DATABASE, NULL, "%s is not a file.", path);
    enum nh_status status = check_owner(&st, path, err);
    if (status)
        return status;
    if (st.st_size == 0)
        return nh_fail(err, NH_BAD_DATABASE, NULL,
                       "%s is empty. Nothing was changed. Restore it from a backup.", path);
    if (pread(fd, header, sizeof header, 0) != sizeof header ||
        memcmp(header, "SQLite format 3", 16) != 0 || is_cut(fd, header, path))
        return nh_fail(err, NH_BAD_DATABASE, NULL,
                       "%s is damaged. Nothing was changed. Restore it from a backup.", path);
    return NH_OK;
}

/* A new profile has neither database; if one is there, the other was lost. */
static enum nh_status fail_missing(const char *folder, const char *path, struct nh_error *err)
{
    bool other = false;
    for (size_t i = 0; i < 2; i++) {
        char *it = nh_path_join(folder, databases[i]);
        other |= it && access(it, F_OK) == 0;
        free(it);
    }
    if (other)
        return nh_fail(
            err, NH_BAD_DATABASE, "ENOENT",
            "There is no %s, and the other database is useless without it. Nothing was changed. "
            "Restore it from a backup.",
            path);
    return nh_fail(
        err, NH_BAD_DATABASE, "ENOENT",
        "There is no %s. Start the program of this profile once. Chromium creates it when you open "
        "an https page.",
        path);
}

/* Checked before NSS starts: NSS would create a new database in place of a missing or empty one,
   and closing the file later would drop NSS's locks. */
static enum nh_status check_database(const char *folder, const char *name, enum nh_store_mode mode,
                                     struct nh_error *err)
{
    char *path = nh_path_join(folder, name);
    if (!path)
        return nh_fail_memory(err);
    enum nh_status status;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT)
        status = fail_missing(folder, path, err);
    else if (fd < 0 && errno == ELOOP)
        status = nh_fail(
            err, NH_BAD_DATABASE, "ELOOP",
            "%s is a symbolic link, which NSS Helper does not follow. Replace it with the file "
            "itself, or name the folder that the file is in.",
            path);
    else if (fd < 0)
        status = nh_fail_errno(err, NH_BAD_DATABASE, errno, "%s can't be opened.", path);
    else
        status = check_header(fd, path, err);
    if (fd >= 0)
        close(fd);
    if (!status && mode == NH_STORE_WRITE && access(path, W_OK) < 0)
        status = nh_fail_errno(err, NH_PERMISSION, errno,
                               "%s is read-only. Make it writable (chmod u+w).", path);
    free(path);
    return status;
}

enum nh_status nh_store_check(const char *path, enum nh_store_mode mode, struct nh_error *err)
{
    struct stat st;
    if (stat(path, &st) < 0 || !S_ISDIR(st.st_mode))
        return nh_fail(err, NH_NO_PROFILE, NULL, "There is no profile folder %s.", path);
    enum nh_status status = check_owner(&st, path, err);
    if (!status && mode == NH_STORE_WRITE && access(path, W_OK) < 0)
        status = nh_fail_errno(err, NH_PERMISSION, errno,
                               "The folder %s is read-only. Make it writable (chmod u+w).", path);
    for (size_t i = 0; !status && i < 2; i++)
        status = check_database(path, databases[i], mode, err);
    return status;
}

/* If so, the database must be opened for writing: a read-only open can't roll back. */
static bool has_journal(const char *folder)
{
    bool found = false;
    for (size_t i = 0; i < 2; i++) {
        char *path = nh_path_join(folder, databases[i]);
        found |= path && has_journal_of(path);
        free(path);
    }
    return found;
}

/* Not while a store is open: closing the file would drop NSS's locks. */
pid_t nh_store_locker(const char *path)
{
    pid_t locker = 0;
    for (size_t i = 0; i < 2 && !locker; i++) {
        struct flock lock = {
            .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_BYTES, .l_len = LOCK_LENGTH};
        char *file = nh_path_join(path, databases[i]);
        int fd = file ? open(file, O_RDWR | O_CLOEXEC | O_NOFOLLOW) : -1;
        if (fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK)
            locker = lock.l_pid;
        if (fd >= 0)
            close(fd);
        free(file);
    }
    return locker;
}

/* An old NSS would reject the right primary password. Checked before NSS starts (see
   nh_keydb_look); if the database can't be read, NSS reports that. */
static enum nh_status check_version(const char *path, struct nh_error *err)
{
    struct nh_keydb keydb;
    if (NSS_VersionCheck(NH_KEYDB_NEW) || nh_keydb_look(path, &keydb, NULL) ||
        !nh_keydb_needs(&keydb))
        return NH_OK;
    return nh_fail(
        err, NH_OLD_NSS, NULL,
        "A newer Firefox set the primary password of this profile. NSS %s or later is needed to "
        "check it, but this is NSS %s. Install the newer Firefox for all users, or start it with "
        "this profile. Then try again.",
        NH_KEYDB_NEW, NSS_GetVersion());
}

static enum nh_status start_nss(const char *path, enum nh_store_mode mode, struct nh_error *err)
{
    const struct timespec pause = {.tv_nsec = 200000000};
    PRUint32 flags = NSS_INIT_NOROOTINIT | NSS_INIT_NOMODDB;
    if (mode != NH_STORE_WRITE && !has_journal(path))
        flags |= NSS_INIT_READONLY;
    char *config = NULL;
    if (asprintf(&config, "sql:%s", path) < 0)
        return nh_fail_memory(err);
    time_t end = time(NULL) + OPEN_SECONDS;
    enum nh_status status = NH_OK;
    while (NSS_Initialize(config, "", "", SECMOD_DB, flags) != SECSuccess) {
        status = nh_fail_nss(
            err, NH_BAD_DATABASE,
            "The certificate database of this profile can't be opened. It may be damaged. Nothing "
            "was changed. Restore it from a backup.");
        if (!nh_store_locker(path))
            break;
        status = nh_fail(err, NH_BUSY, NULL,
                         "Another program is writing to this profile. Try again in a moment.");
        if (time(NULL) >= end)
            break;
        nanosleep(&pause, NULL);
        status = NH_OK;
    }
    free(config);
    return status;
}

/* The primary password of one profile, between nh_store_unlock and nh_store_lock. */
static struct {
    char *path;
    struct nh_buf password; /* with its NUL; empty: none */
} unlocked = {.password = {.secret = true}};

void nh_store_lock(void)
{
    nh_buf_reset(&unlocked.password);
    free(unlocked.path);
    unlocked.path = NULL;
}

/* NSS zeroes and frees the copy. It asks again when the password was wrong. */
static char *give_password(PK11SlotInfo *slot, PRBool again, void *context)
{
    (void)slot;
    (void)context;
    return again || !unlocked.password.length ? NULL
                                              : PORT_Strdup((const char *)unlocked.password.data);
}

static enum nh_status log_in(PK11SlotInfo *slot, const char *path, struct nh_error *err)
{
    if (!unlocked.password.length || strcmp(unlocked.path, path) != 0)
        return nh_fail(err, NH_PRIMARY_PASSWORD, NULL,
                       "This profile is protected by a primary password.");
    PK11_SetPasswordFunc(give_password);
    PORT_SetError(0);
    if (PK11_Authenticate(slot, PR_TRUE, NULL) == SECSuccess)
        return NH_OK;
    if (PORT_GetError() == SEC_ERROR_BAD_PASSWORD || PORT_GetError() == 0)
        return nh_fail(err, NH_PRIMARY_PASSWORD, "SEC_ERROR_BAD_PASSWORD",
                       "That is not the primary password of this profile.");
    return nh_fail_nss(err, NH_NSS, "The profile could not be unlocked.");
}

static enum nh_status check_slot(PK11SlotInfo *slot, const char *path, enum nh_store_mode mode,
                                 struct nh_error *err)
{
    if (PK11_NeedUserInit(slot)) {
        /* As Firefox does with a new profile: no primary password. */
        if (mode == NH_STORE_WRITE && PK11_InitPin(slot, NULL, "") != SECSuccess)
            return nh_fail_nss(err, NH_BAD_DATABASE, "The key database can't be set up.");
        return NH_OK;
    }
    return mode != NH_STORE_LOOK && PK11_NeedLogin(slot) ? log_in(slot, path, err) : NH_OK;
}

enum nh_status nh_store_open(const char *path, enum nh_store_mode mode, struct nh_store **out,
                             struct nh_error *err)
{
    enum nh_status status = nh_store_check(path, mode, err);
    if (!status && mode != NH_STORE_LOOK)
        status = check_version(path, err);
    if (!status)
        status = start_nss(path, mode, err);
    if (status)
        return status;
    struct nh_store *store = calloc(1, sizeof *store);
    if (store && (store->path = strdup(path))) {
        store->mode = mode;
        store->slot = PK11_GetInternalKeySlot();
    }
    if (!store || !store->slot)
        status = nh_fail(err, NH_SYSTEM, NULL, "The key database can't be reached.");
    else
        status = check_slot(store->slot, path, mode, err);
    if (status) {
        if (!store)
            NSS_Shutdown();
        nh_store_close(&store);
        return status;
    }
    *out = store;
    return NH_OK;
}

enum nh_status nh_store_unlock(const char *path, const char *password, struct nh_error *err)
{
    struct nh_store *store = NULL;
    nh_store_lock();
    unlocked.path = strdup(path);
    enum nh_status status = unlocked.path ? NH_OK : nh_fail_memory(err);
    if (!status)
        status = nh_buf_append(&unlocked.password, password, strlen(password) + 1, err);
    if (!status)
        status = nh_store_open(path, NH_STORE_READ, &store, err);
    nh_store_close(&store);
    if (status)
        nh_store_lock();
    return status;
}

bool nh_store_has_password(struct nh_store *store)
{
    return PK11_NeedLogin(store->slot);
}

static bool leaked;

bool nh_store_close(struct nh_store **store)
{
    if (!*store)
        return true;
    nh_expected_reset(&(*store)->expected);
    if ((*store)->slot)
        PK11_FreeSlot((*store)->slot);
    free((*store)->path);
    free(*store);
    *store = NULL;
    if (NSS_Shutdown() == SECSuccess)
        return true;
    leaked = true;
    return false;
}

bool nh_store_leaked(void)
{
    return leaked;
}

enum nh_status nh_store_reread(struct nh_store **store, struct nh_error *err)
{
    char *path = strdup((*store)->path);
    enum nh_store_mode mode = (*store)->mode;
    bool closed = nh_store_close(store);
    enum nh_status status = NH_OK;
    if (!path)
        status = nh_fail_memory(err);
    else if (!closed)
        status = nh_fail(err, NH_INTERNAL, NULL, "The profile's database could not be closed.");
    else
        status = nh_store_open(path, mode, store, err);
    free(path);
    return status;
}

enum nh_status nh_store_sync(struct nh_store *store, struct nh_error *err)
{
    return nh_folder_sync(store->path, err);
}

PK11SlotInfo *nh_store_slot(struct nh_store *store)
{
    return store->slot;
}

struct nh_expected *nh_store_expected(struct nh_store *store)
{
    return &store->expected;
}
