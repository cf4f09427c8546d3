/* SPDX-License-Identifier: MPL-2.0 */
/* Whose libraries are used, and which variables of the environment stay. */
#include "fixture.h"
#include "nss/runtime.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

/* One file or folder that is not root's alone. The others of the test are, and those above. */
static struct {
    const char *path;
    uid_t owner;
    mode_t mode;
} changed;

static pid_t stranger; /* a process of another user */

static bool is_strangers(const char *path)
{
    char process[32];
    snprintf(process, sizeof process, "/proc/%d", (int)stranger);
    return strcmp(path, process) == 0;
}

static bool is_below_test(const char *path)
{
    size_t length = strlen(path);
    return strncmp(path, folder, length) == 0 || strncmp(path, folder, strlen(folder)) == 0;
}

int stat(const char *path, struct stat *st)
{
    int result = fstatat(AT_FDCWD, path, st, 0);
    if (result == 0 && is_strangers(path))
        st->st_uid = geteuid() + 1;
    if (result < 0 || !*folder || !is_below_test(path))
        return result;
    bool is = changed.path && strcmp(path, changed.path) == 0;
    st->st_uid = is ? changed.owner : 0;
    st->st_mode = (st->st_mode & S_IFMT) | (is ? changed.mode : 0755);
    return 0;
}

/* Where the second process would find its libraries. */
static char entered[PATH_MAX];

int execv(const char *path, char *const argv[])
{
    (void)path;
    (void)argv;
    snprintf(entered, sizeof entered, "%s", getenv("LD_LIBRARY_PATH"));
    errno = ENOEXEC;
    return -1;
}

static bool enters(const char *name, int running)
{
    char path[PATH_MAX + 16], *argv[] = {NULL};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    *entered = '\0';
    enum nh_status status = nh_runtime_enter(path, running, argv, &err);
    assert_int_equal(status, *entered ? NH_SYSTEM : NH_OK);
    return *entered != '\0';
}

static int make_folders(void **state)
{
    if (enter_folder(state) < 0)
        return -1;
    sh("mkdir fox fox-evil fox/deep fox:x && touch fox/libsoftokn3.so fox/libother.so.1 fox/note"
       " fox-evil/libsoftokn3.so fox/deep/libsoftokn3.so fox:x/libsoftokn3.so && ln -s fox link"
       " && cp /bin/sleep fox/firefox && cp /bin/sleep fox-evil/firefox && cp /bin/sleep fox/deep"
       " && cp /bin/sleep foxy"
       " && mkdir none");
    return 0;
}

static const char *at(const char *name)
{
    static char path[PATH_MAX + 32];
    snprintf(path, sizeof path, "%s%s%s", folder, *name ? "/" : "", name);
    return path;
}

/* The folder, all above it and its libraries are root's, and nobody else writes there. */
static void only_what_is_roots_is_used(void **state)
{
    static const struct {
        const char *name;
        uid_t owner;
        mode_t mode;
        bool used;
    } cases[] = {
        {"note", 0, 0755, true},
        {"fox", 0, 0755, true},
        {"fox", 0, 0775, false},
        {"fox", 0, 0757, false},
        {"fox", 1000, 0755, false},
        {"", 0, 0755, true},
        {"", 0, 0775, false},
        {"", 0, 01777, false},
        {"", 1000, 0755, false},
        {"fox/libsoftokn3.so", 0, 0664, false},
        {"fox/libother.so.1", 0, 0664, false},
        {"fox/libother.so.1", 0, 0646, false},
        {"fox/libother.so.1", 1000, 0644, false},
        {"fox/libother.so.1", 0, 0644, true},
        {"fox/note", 1000, 0666, true},
        {"fox-evil", 1000, 0777, true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        changed.path = at(cases[i].name);
        changed.owner = cases[i].owner;
        changed.mode = cases[i].mode;
        if (enters("fox", 0) != cases[i].used)
            fail_msg("%s: %o of %d", cases[i].name, cases[i].mode, (int)cases[i].owner);
    }
    char first[PATH_MAX];
    snprintf(first, sizeof first, "/%.*s", (int)strcspn(folder + 1, "/"), folder + 1);
    changed.owner = 0;
    changed.mode = 0775;
    changed.path = first;
    assert_false(enters("fox", 0));
    changed.path = "/";
    assert_false(enters("fox", 0));
    changed.path = NULL;
    assert_true(enters("link", 0));
    assert_string_equal(entered, at("fox"));
    assert_false(enters("none", 0));
    assert_false(enters("nowhere", 0));
    assert_false(enters("fox:x", 0));
}

static pid_t start(const char *program)
{
    int ready[2];
    char byte;
    assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
    pid_t pid = fork();
    if (pid == 0) {
        execl(program, program, "100", NULL);
        _exit(1);
    }
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 0); /* closed: it is another program now */
    close(ready[0]);
    return pid;
}

/* Its libraries are used even if anybody may write to that folder, because it runs them already. */
static void a_running_browser_vouches_for_its_own_folder(void **state)
{
    static const struct {
        const char *program;
        bool used;
    } cases[] = {{"fox/firefox", true},
                 {"fox-evil/firefox", false},
                 {"foxy", false},
                 {"fox/deep/sleep", false},
                 {"/bin/sleep", false}};
    (void)state;
    changed.path = at("");
    changed.mode = 0777;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        pid_t pid = start(cases[i].program);
        if (enters("fox", pid) != cases[i].used)
            fail_msg("%s", cases[i].program);
        stranger = pid;
        assert_false(enters("fox", pid));
        stranger = 0;
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        assert_false(enters("fox", pid));
    }
    assert_false(enters("fox", -1));
    changed.path = NULL;
}

static void what_weakens_goes_and_all_else_stays(void **state)
{
    static const char *const gone[] = {
        "NSS_DEFAULT_DB_TYPE", "NSS_",         "NSPR_LOG_FILE",   "SSLKEYLOGFILE",
        "SSL_CERT_FILE",       "SSL_CERT_DIR", "SSL_DIR",         "SSLDEBUGFILE",
        "OPENSSL_CONF",        "OPENSSL_",     "OPENSSL_MODULES", "OPENSSL_ENGINES",
        "LD_PRELOAD",          "LD_AUDIT",     "GCONV_PATH",      "MOZILLA_FIVE_HOME",
    };
    static const char *const stay[] = {"NSSX",    "NSPR",        "SS",        "XSSL_CERT_FILE",
                                       "OPENSSL", "OPENSS_X",    "XLD_A",     "LDX",
                                       "LD",      "GCONV_PATHS", "GCONV_PAT", "MOZILLA_FIVE_HOMES",
                                       "nss_x",   "https_proxy", "LANG"};
    (void)state;
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
        setenv(gone[i], "x", 1);
    for (size_t i = 0; i < sizeof stay / sizeof *stay; i++)
        setenv(stay[i], "x", 1);
    nh_runtime_clean();
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
        if (getenv(gone[i]))
            fail_msg("%s stays", gone[i]);
    for (size_t i = 0; i < sizeof stay / sizeof *stay; i++)
        if (!getenv(stay[i]))
            fail_msg("%s is gone", stay[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_is_roots_is_used),
        cmocka_unit_test(a_running_browser_vouches_for_its_own_folder),
        cmocka_unit_test(what_weakens_goes_and_all_else_stays),
    };
    return cmocka_run_group_tests(tests, make_folders, leave_folder);
}
