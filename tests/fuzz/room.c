/* SPDX-License-Identifier: MPL-2.0 */
#include "room.h"

#include "base/buf.h"
#include "base/files.h"
#include "base/utf8.h"
#include "formats/certfile.h"
#include "formats/pbe.h"
#include "journal/journal.h"
#include "nss/store.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ROUNDS_MOST 10000

static char home[PATH_MAX];

void fuzz_expect(int holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "fuzz: not so: %s\n", what);
    abort();
}

void fuzz_check(enum nh_status status, const struct nh_error *err)
{
    if (!status)
        return;
    fuzz_expect(err->status == status, "an error has the status that is returned");
    fuzz_expect(strcmp(nh_status_name(status), "") != 0, "a status has a name");
    fuzz_expect(*err->message && nh_utf8_valid(err->message, strlen(err->message)),
                "an error is a sentence of UTF-8");
}

/* One of those that seeds.mjs has made. */
static struct nh_buf read_made(const char *name)
{
    const char *folder = getenv("FUZZ_ROOM");
    char path[PATH_MAX];
    struct nh_buf bytes = {0};
    struct nh_error err = {0};
    snprintf(path, sizeof path, "%s/%s", folder ? folder : "build/fuzz/room", name);
    if (nh_file_read(path, &bytes, &err))
        fprintf(stderr, "fuzz: %s tests/fuzz/seeds.mjs makes it.\n", err.message);
    fuzz_expect(bytes.length > 0, name);
    return bytes;
}

void fuzz_write(const char *folder, const char *name, const void *data, size_t size)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    fuzz_expect(file && fwrite(data, 1, size, file) == size, path);
    fuzz_expect(fclose(file) == 0, path);
}

enum nh_status __real_nh_pbe_check(const void *ber, size_t length, const char *what,
                                   unsigned long *rounds, struct nh_error *err);
enum nh_status __wrap_nh_pbe_check(const void *ber, size_t length, const char *what,
                                   unsigned long *rounds, struct nh_error *err);
enum nh_status __real_nh_pbe_check_rounds(unsigned long rounds, const char *what,
                                          struct nh_error *err);
enum nh_status __wrap_nh_pbe_check_rounds(unsigned long rounds, const char *what,
                                          struct nh_error *err);

/* The program's own limit allows eight seconds of work for a file, which is too long for thousands
   of inputs. */
enum nh_status __wrap_nh_pbe_check_rounds(unsigned long rounds, const char *what,
                                          struct nh_error *err)
{
    enum nh_status status = __real_nh_pbe_check_rounds(rounds, what, err);
    if (!status && rounds > ROUNDS_MOST)
        status = nh_fail(err, NH_BAD_DATA, NULL, "Too much work for a try.");
    return status;
}

enum nh_status __wrap_nh_pbe_check(const void *ber, size_t length, const char *what,
                                   unsigned long *rounds, struct nh_error *err)
{
    enum nh_status status = __real_nh_pbe_check(ber, length, what, rounds, err);
    return status ? status : __wrap_nh_pbe_check_rounds(*rounds, what, err);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *temporary = getenv("TMPDIR");
    fuzz_fail_start(*argc, *argv);
    snprintf(home, sizeof home, "%s/nss-helper-fuzz-XXXXXX", temporary ? temporary : "/tmp");
    fuzz_expect(mkdtemp(home) != NULL, home);
    setenv("HOME", home, 1);
    /* No window, no other program, nothing of the person's. */
    static const char *const names[] = {
        "XDG_STATE_HOME",  "XDG_CONFIG_HOME",          "XDG_DATA_HOME",
        "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY",
        "WAYLAND_DISPLAY", "MOZ_LEGACY_HOME",          "PATH"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unsetenv(names[i]);
    return 0;
}

const char *fuzz_home(void)
{
    return home;
}

static void copy_profile(const char *path)
{
    static const char *const names[] = {"cert9.db", "key4.db", "pkcs11.txt"};
    struct nh_error err;
    fuzz_expect(!nh_folder_make(path, &err), path);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char name[64];
        snprintf(name, sizeof name, "p/%s", names[i]);
        struct nh_buf bytes = read_made(name);
        fuzz_write(path, names[i], bytes.data, bytes.length);
        nh_buf_reset(&bytes);
    }
}

struct nh_store *fuzz_store(void)
{
    static struct nh_store *store;
    struct nh_error err = {0};
    char path[PATH_MAX + 2];
    if (store)
        return store;
    fuzz_pause();
    snprintf(path, sizeof path, "%s/p", home);
    copy_profile(path);
    fuzz_expect(!nh_store_open(path, NH_STORE_READ, &store, &err), err.message);
    fuzz_resume();
    return store;
}

CERTCertificate *fuzz_certificate(const char *name)
{
    static struct {
        const char *name;
        CERTCertificate *certificate;
    } kept[4];
    size_t i = 0;
    while (kept[i].name && strcmp(kept[i].name, name) != 0)
        i++;
    if (!kept[i].name) {
        fuzz_pause();
        fuzz_store();
        struct nh_buf der = read_made(name);
        kept[i].name = name;
        kept[i].certificate = nh_certfile_decode(&der);
        nh_buf_reset(&der);
        fuzz_expect(kept[i].certificate != NULL, name);
        fuzz_resume();
    }
    return kept[i].certificate;
}

struct nh_journal *fuzz_journal(void)
{
    static struct nh_journal *journal;
    struct nh_error err = {0};
    fuzz_pause();
    if (!journal)
        fuzz_expect(!nh_journal_open("/profiles/fuzz", &journal, &err), err.message);
    fuzz_resume();
    return journal;
}

int fuzz_file(const void *data, size_t size)
{
    int fd = memfd_create("input", MFD_CLOEXEC);
    fuzz_pause();
    fuzz_expect(fd >= 0 && nh_fd_write(fd, data, size) && lseek(fd, 0, SEEK_SET) == 0, "a file");
    fuzz_resume();
    return fd;
}

struct nh_buf fuzz_buf(const void *data, size_t size)
{
    struct nh_buf buf = {0};
    fuzz_pause();
    fuzz_expect(nh_buf_append(&buf, data, size, NULL) == NH_OK, "memory");
    fuzz_resume();
    return buf;
}

char *fuzz_text(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    fuzz_expect(text != NULL, "memory");
    if (size)
        memcpy(text, data, size);
    text[size] = '\0';
    return text;
}
