/* SPDX-License-Identifier: MPL-2.0 */
#include "fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>

/* A file or folder of this path is another user's, or has other rights. */
static struct {
    const char *path;
    uid_t uid;
    mode_t mode;
} other;

static int look(const char *path, struct stat *st, int how)
{
    int result = fstatat(AT_FDCWD, path, st, how);
    if (result == 0 && other.path && strcmp(path, other.path) == 0) {
        st->st_uid = other.uid;
        st->st_mode = (st->st_mode & S_IFMT) | other.mode;
    }
    return result;
}

int stat(const char *path, struct stat *st)
{
    return look(path, st, 0);
}

int lstat(const char *path, struct stat *st)
{
    return look(path, st, AT_SYMLINK_NOFOLLOW);
}

/* Who the tests run as; 0: whoever has started them. */
static uid_t me;

uid_t geteuid(void)
{
    return me ? me : getuid();
}

static int entries(const char *path)
{
    int count = 0;
    DIR *dir = opendir(path);
    assert_non_null(dir);
    while (readdir(dir))
        count++;
    closedir(dir);
    return count - 2;
}

static void reads_what_is_there(void **state)
{
    static const size_t sizes[] = {0, 1, 16383, 16384, 16385, 100000};
    static char bytes[100000];
    (void)state;
    memset(bytes, 'x', sizeof bytes);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        write_file("file", bytes, sizes[i]);
        struct nh_buf buf = read_file("file");
        assert_int_equal(buf.length, sizes[i]);
        if (sizes[i])
            assert_memory_equal(buf.data, bytes, sizes[i]);
        nh_buf_reset(&buf);
    }
}

static void names_what_it_cannot_read(void **state)
{
    static const struct {
        const char *path;
        enum nh_status status;
    } cases[] = {
        {"none", NH_NO_INPUT},      {"none/none", NH_NO_INPUT}, {".", NH_NO_INPUT},
        {"/dev/zero", NH_NO_INPUT}, {"fifo", NH_NO_INPUT},      {"", NH_NO_INPUT},
        {"large", NH_TOO_LARGE},
    };
    (void)state;
    assert_int_equal(mkfifo("fifo", 0600), 0);
    write_file("large", "12345678901", 11);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_buf buf = {.limit = 10};
        assert_int_equal(nh_file_read(cases[i].path, &buf, &err), cases[i].status);
        assert_int_equal(err.status, cases[i].status);
        nh_buf_reset(&buf);
    }
}

static void replaces_a_file_and_leaves_nothing(void **state)
{
    (void)state;
    sh("mkdir out && echo old >out/name && chmod 644 out/name");
    assert_int_equal(nh_file_write("out", "name", "new", 3, 0600, &err), NH_OK);
    struct nh_buf buf = read_file("out/name");
    assert_int_equal(buf.length, 3);
    assert_memory_equal(buf.data, "new", 3);
    nh_buf_reset(&buf);
    struct stat st;
    assert_int_equal(stat("out/name", &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(entries("out"), 1);
    assert_int_equal(nh_file_write("out", "other", NULL, 0, 0644, &err), NH_OK);
    assert_int_equal(stat("out/other", &st), 0);
    assert_int_equal(st.st_size, 0);
    assert_int_equal(st.st_mode & 07777, 0644);
}

/* A disk that is full half way: here, a limit on the size of files. */
static void a_failed_write_leaves_the_old_file(void **state)
{
    static char bytes[65536];
    const struct rlimit small = {4096, RLIM_INFINITY}, none = {RLIM_INFINITY, RLIM_INFINITY};
    (void)state;
    sh("mkdir full && echo old >full/name");
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum nh_status status = nh_file_write("full", "name", bytes, sizeof bytes, 0600, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
    assert_int_equal(status, NH_IO);
    assert_string_equal(err.cause, "EFBIG");
    struct nh_buf buf = read_file("full/name");
    assert_memory_equal(buf.data, "old\n", 4);
    nh_buf_reset(&buf);
    assert_int_equal(entries("full"), 1);
}

static void does_not_write_into_what_is_no_folder(void **state)
{
    (void)state;
    assert_int_equal(nh_file_write("none", "name", "x", 1, 0600, &err), NH_CANT_CREATE);
    assert_string_equal(err.cause, "ENOENT");
    sh("mkdir -p out2/name");
    assert_int_equal(nh_file_write("out2", "name", "x", 1, 0600, &err), NH_CANT_CREATE);
    assert_int_equal(entries("out2"), 1);
    assert_int_equal(nh_folder_sync("none", &err), NH_IO);
}

static void a_link_is_replaced_not_followed(void **state)
{
    (void)state;
    sh("mkdir links && echo victim >victim && ln -s ../victim links/name");
    assert_int_equal(nh_file_write("links", "name", "x", 1, 0600, &err), NH_OK);
    struct nh_buf buf = read_file("victim");
    assert_memory_equal(buf.data, "victim\n", 7);
    nh_buf_reset(&buf);
}

static void makes_folders_that_are_private(void **state)
{
    char path[PATH_MAX + 16];
    struct stat st;
    (void)state;
    snprintf(path, sizeof path, "%s/a/b/c", folder);
    assert_int_equal(nh_folder_make(path, &err), NH_OK);
    assert_int_equal(nh_folder_make(path, &err), NH_OK);
    static const char *const made[] = {"a", "a/b", "a/b/c"};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(stat(made[i], &st), 0);
        assert_int_equal(st.st_mode & 07777, 0700);
    }
    sh("echo x >a/file && ln -s b a/link");
    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/a/%s", folder, i == 0 ? "file" : "link");
        assert_int_equal(nh_folder_make(path, &err), NH_PERMISSION);
        assert_non_null(strstr(err.message, "is not a folder"));
    }
    snprintf(path, sizeof path, "%s/a/d/", folder);
    assert_int_equal(nh_folder_make(path, &err), NH_OK);
}

static void refuses_folders_that_are_none(void **state)
{
    char path[PATH_MAX + 16];
    (void)state;
    sh("echo x >plain && mkdir real && ln -s real link");
    snprintf(path, sizeof path, "%s/plain", folder);
    assert_int_not_equal(nh_folder_make(path, &err), NH_OK);
    snprintf(path, sizeof path, "%s/plain/below", folder);
    assert_int_not_equal(nh_folder_make(path, &err), NH_OK);
    snprintf(path, sizeof path, "%s/link", folder);
    assert_int_equal(nh_folder_make(path, &err), NH_PERMISSION);
    assert_int_equal(nh_folder_make("relative", &err), NH_INTERNAL);
}

/* Nobody else may be able to replace what is kept there. */
static void refuses_folders_of_others(void **state)
{
    static const struct {
        uid_t other;
        mode_t mode;
        enum nh_status status;
    } cases[] = {{0, 0700, NH_OK},          {0, 0755, NH_OK},         {1, 0700, NH_PERMISSION},
                 {0, 0720, NH_PERMISSION},  {0, 0702, NH_PERMISSION}, {0, 01702, NH_PERMISSION},
                 {0, 01777, NH_PERMISSION}, {0, 0775, NH_PERMISSION}};
    char path[PATH_MAX + 16];
    (void)state;
    sh("mkdir kept");
    snprintf(path, sizeof path, "%s/kept", folder);
    other.path = path;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        other.uid = getuid() + cases[i].other;
        other.mode = cases[i].mode;
        if (nh_folder_make(path, &err) != cases[i].status)
            fail_msg("case %zu", i);
    }
    other.uid = 0; /* root's is not one's own either */
    other.mode = 0700;
    me = getuid() + 5;
    assert_int_equal(nh_folder_make(path, &err), NH_PERMISSION);
    me = 0;
    other.path = NULL;
}

/* A folder above it may be root's, as long as nobody else can replace what is in it. */
static void makes_nothing_below_others(void **state)
{
    enum { ROOT, MINE, THEIRS };
    static const struct {
        int owner;
        mode_t mode;
        enum nh_status status;
    } cases[] = {
        {ROOT, 0755, NH_OK},
        {ROOT, 01777, NH_OK},
        {ROOT, 0777, NH_PERMISSION},
        {ROOT, 0775, NH_OK},
        {MINE, 0777, NH_OK},
        {THEIRS, 0755, NH_PERMISSION},
        {THEIRS, 01777, NH_PERMISSION},
    };
    char path[PATH_MAX + 16], above[PATH_MAX + 8];
    (void)state;
    snprintf(above, sizeof above, "%s/above", folder);
    snprintf(path, sizeof path, "%s/above/new", folder);
    me = getuid() ? getuid() : 1000;
    sh("mkdir above");
    other.path = above;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        other.uid = cases[i].owner == ROOT ? 0 : cases[i].owner == MINE ? me : me + 1;
        other.mode = cases[i].mode;
        enum nh_status status = nh_folder_make(path, &err);
        bool made = access("above/new", F_OK) == 0;
        /* The folder itself is that of whoever runs the test. */
        if (made != (cases[i].status == NH_OK) || (!made && status != NH_PERMISSION))
            fail_msg("case %zu", i);
        sh("rm -rf above/new");
    }
    me = 0;
    other.path = NULL;
}

static void sweeps_what_a_killed_writer_left(void **state)
{
    (void)state;
    sh("mkdir swept && cd swept && touch name .name.0123456789abcdef .profile .x ..odd"
       " name.0123456789abcdef .name-0123456789abcdef ..0123456789abcdef");
    int writer = nh_folder_hold("swept", false);
    assert_true(writer >= 0);
    nh_folder_sweep("swept"); /* somebody writes there */
    assert_int_equal(entries("swept"), 8);
    close(writer);
    nh_folder_sweep("swept");
    assert_int_equal(entries("swept"), 7);
    sh("cd swept && test -e name -a -e .profile -a ! -e .name.0123456789abcdef");
    nh_folder_sweep("nowhere");
}

static void lists_names_in_order(void **state)
{
    struct nh_names names = {0};
    (void)state;
    sh("mkdir listed && cd listed && touch b a .hidden c");
    assert_int_equal(nh_folder_list("listed", &names, &err), NH_OK);
    assert_int_equal(names.count, 3);
    assert_string_equal(names.items[0], "a");
    assert_string_equal(names.items[2], "c");
    assert_true(nh_names_have(&names, "b"));
    assert_false(nh_names_have(&names, ".hidden"));
    nh_names_reset(&names);
    assert_int_equal(nh_folder_list("nowhere", &names, &err), NH_OK);
    assert_int_equal(names.count, 0);
    nh_names_reset(&names);
    assert_int_equal(nh_folder_list("/dev/null", &names, &err), NH_IO);
}

static void joins(void **state)
{
    char *path = nh_path_join("folder", "name");
    (void)state;
    assert_string_equal(path, "folder/name");
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_is_there),
        cmocka_unit_test(names_what_it_cannot_read),
        cmocka_unit_test(replaces_a_file_and_leaves_nothing),
        cmocka_unit_test(a_failed_write_leaves_the_old_file),
        cmocka_unit_test(does_not_write_into_what_is_no_folder),
        cmocka_unit_test(a_link_is_replaced_not_followed),
        cmocka_unit_test(makes_folders_that_are_private),
        cmocka_unit_test(refuses_folders_that_are_none),
        cmocka_unit_test(refuses_folders_of_others),
        cmocka_unit_test(makes_nothing_below_others),
        cmocka_unit_test(sweeps_what_a_killed_writer_left),
        cmocka_unit_test(lists_names_in_order),
        cmocka_unit_test(joins),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
