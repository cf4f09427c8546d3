/* SPDX-License-Identifier: MPL-2.0 */
/* A new file on a disk that does not store file permissions. */
#include "fixture.h"
#include "machine/newfile.h"

#include <fcntl.h>
#include <sys/syscall.h>

/* The rights that every file has, as on some disks; 0: those that it was given. */
static mode_t kept;
static bool refuses; /* to change any */

int fstat(int fd, struct stat *st)
{
    int result = fstatat(fd, "", st, AT_EMPTY_PATH);
    if (result == 0 && kept && S_ISREG(st->st_mode))
        st->st_mode = S_IFREG | kept;
    return result;
}

int fchmod(int fd, mode_t mode)
{
    return refuses ? -1 : (int)syscall(SYS_fchmod, fd, mode);
}

static enum nh_status put(bool shared)
{
    char path[PATH_MAX + 8], *written = NULL;
    const struct nh_buf bytes = {.data = (unsigned char *)"key", .length = 3};
    snprintf(path, sizeof path, "%s/file", folder);
    const struct nh_newfile place = {.path = path, .shared = shared};
    enum nh_status status = nh_newfile_write(&place, &bytes, &written, &err);
    struct stat st = {0};
    assert_int_equal(stat("file", &st) == 0, status == NH_OK);
    assert_int_equal(st.st_mode & 07777, status ? 0 : 0600); /* also where none can be set later */
    free(written);
    unlink("file");
    return status;
}

static void others_can_read_nothing_unless_that_is_wanted(void **state)
{
    static const struct {
        mode_t kept;
        bool refuses;
        enum nh_status status;
    } cases[] = {
        {0, false, NH_OK},
        {0600, false, NH_OK},
        {0700, false, NH_OK},
        {0640, false, NH_PERMISSION},
        {0604, false, NH_PERMISSION},
        {0777, false, NH_PERMISSION},
        {0601, false, NH_PERMISSION},
        {0600, true, NH_PERMISSION},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kept = cases[i].kept;
        refuses = cases[i].refuses;
        if (put(false) != cases[i].status)
            fail_msg("case %zu", i);
        assert_int_equal(put(true), NH_OK);
    }
    kept = 0;
    refuses = false;
}

static void a_file_that_is_there_stays(void **state)
{
    char path[PATH_MAX + 8], *written = NULL;
    const struct nh_buf bytes = {.data = (unsigned char *)"key", .length = 3};
    (void)state;
    snprintf(path, sizeof path, "%s/there", folder);
    const struct nh_newfile place = {.path = path};
    sh("echo old >there");
    assert_int_equal(nh_newfile_write(&place, &bytes, &written, &err), NH_CANT_CREATE);
    sh("test \"$(cat there)\" = old");
    sh("rm there && ln -s other there");
    assert_int_equal(nh_newfile_write(&place, &bytes, &written, &err), NH_CANT_CREATE);
    sh("test ! -e other && rm there");
}

/* The path of a new file in the download folder. The caller frees it. */
static char *save(const char *name)
{
    const struct nh_buf bytes = {.data = (unsigned char *)"key", .length = 3};
    const struct nh_newfile place = {.name = name, .extension = ".p12"};
    char *written = NULL;
    assert_int_equal(nh_newfile_write(&place, &bytes, &written, &err), NH_OK);
    assert_int_equal(unlink(written), 0);
    return written;
}

/* Longer ones are cut. */
static void a_name_has_a_bound(void **state)
{
    char name[82];
    (void)state;
    for (size_t length = 80; length <= 81; length++) {
        memset(name, 'a', length);
        name[length] = '\0';
        char *written = save(name);
        assert_int_equal(strcspn(strrchr(written, '/') + 1, ".-"), 80);
        free(written);
    }
}

static void a_name_hides_nothing(void **state)
{
    static const char *const cases[][2] = {
        {"a.b", "a.b.p12"},    {".a", "a.p12"},
        {"../a", "a.p12"},     {"a/../b", "a-..-b.p12"},
        {"山", "山.p12"},      {"a\u202eb", "a-b.p12"},
        {"a\377b", "a-b.p12"}, {"...", "certificate.p12"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *written = save(cases[i][0]);
        assert_string_equal(strrchr(written, '/') + 1, cases[i][1]);
        free(written);
    }
}

/* Whoever can look into the download folder could see what is there. */
static void others_do_not_see_the_file(void **state)
{
    char *own = save("own"), *seen;
    (void)state;
    *strrchr(own, '/') = '\0';
    assert_int_equal(chmod(own, 0700), 0);
    seen = save("seen");
    assert_memory_equal(seen, own, strlen(own));
    assert_string_equal(seen + strlen(own), "/seen.p12");
    free(seen);
    assert_int_equal(chmod(own, 0701), 0);
    seen = save("seen");
    assert_string_equal(seen + strlen(own), "/nss-helper/seen.p12");
    free(seen);
    assert_int_equal(chmod(own, 0700), 0);
    free(own);
}

static void a_folder_is_no_file_name(void **state)
{
    static const char *const names[] = {"", ".", ".."};
    char path[PATH_MAX + 8];
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        assert_int_equal(nh_newfile_check(path, false, &err), NH_CANT_CREATE);
        assert_non_null(strstr(err.message, "is not a file name"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_has_a_bound),
        cmocka_unit_test(a_name_hides_nothing),
        cmocka_unit_test(others_do_not_see_the_file),
        cmocka_unit_test(a_folder_is_no_file_name),
        cmocka_unit_test(others_can_read_nothing_unless_that_is_wanted),
        cmocka_unit_test(a_file_that_is_there_stays),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
