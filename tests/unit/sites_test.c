/* SPDX-License-Identifier: MPL-2.0 */
/* The administrator's list: what it may contain, who may write it, and which sites it allows. It is
   in the test's own folder, in place of /etc/nss-helper. */
#include "fixture.h"
#include "machine/sites.h"

#include <errno.h>
#include <fcntl.h>

static struct {
    const char *path; /* this one is another's, or has other rights */
    uid_t uid;
    mode_t mode;
} changed;

static const char *place_of(const char *path)
{
    static char place[2 * PATH_MAX];
    if (strncmp(path, "/etc/nss-helper", 15) != 0)
        return path;
    snprintf(place, sizeof place, "%s%s", folder, path);
    return place;
}

int lstat(const char *path, struct stat *st)
{
    int result = fstatat(AT_FDCWD, place_of(path), st, AT_SYMLINK_NOFOLLOW);
    if (result == 0 && (strncmp(path, "/etc", 4) == 0 || strcmp(path, "/") == 0)) {
        bool is = changed.path && strcmp(changed.path, path) == 0;
        st->st_uid = is ? changed.uid : 0;
        st->st_mode = (st->st_mode & S_IFMT) | (is ? changed.mode : 0755);
    }
    return result;
}

int open(const char *path, int flags, ...)
{
    return openat(AT_FDCWD, place_of(path), flags, 0600);
}

static void put(const char *text, size_t length)
{
    write_file("etc/nss-helper/sites", text, length);
}

static int make_folder(void **state)
{
    if (enter_folder(state) < 0)
        return -1;
    sh("mkdir -p etc/nss-helper");
    return 0;
}

static enum nh_status read_list(size_t *count, bool *locked)
{
    struct nh_sites sites = {0};
    enum nh_status status = nh_sites_read(&sites, &err);
    *count = sites.count;
    *locked = sites.locked;
    nh_sites_reset(&sites);
    return status;
}

#define A "[https://a.example]\n"
#define HUNDRED                                                                                           \
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
    "a"

static void each_line_is_right_or_nothing_counts(void **state)
{
    static const struct {
        const char *text;
        enum nh_status status;
    } cases[] = {
        {A, NH_OK},
        {"locked = yes\n", NH_OK},
        {"locked = no\n" A, NH_OK},
        {"", NH_SITE_LIST},
        {"# nothing\n", NH_SITE_LIST},
        {"locked = Yes\n" A, NH_SITE_LIST},
        {"locked = \n" A, NH_SITE_LIST},
        {"locked = yes\nlocked = yes\n" A, NH_SITE_LIST},
        {"lock = yes\n" A, NH_SITE_LIST},
        {"locked\n" A, NH_SITE_LIST},
        {A "locked = yes\n", NH_SITE_LIST},
        {"[http://a.example]\n", NH_SITE_LIST},
        {"[https://a.example/]\n", NH_SITE_LIST},
        {"[https://A.example]\n", NH_SITE_LIST},
        {"[a.example]\n", NH_SITE_LIST},
        {A "[https://a.example:8443]\n", NH_SITE_LIST},
        {A A, NH_SITE_LIST},
        {A "[https://a.example.evil]\n", NH_OK},
        {"[https://a.example] x\n", NH_SITE_LIST},
        {A "name = A\n", NH_OK},
        {A "name = \n", NH_SITE_LIST},
        {A "name = A\nname = A\n", NH_SITE_LIST},
        {A "name = \xe2\x80\xae\n", NH_SITE_LIST},
        {A "name = " HUNDRED "aaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", NH_OK},
        {A "name = " HUNDRED "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", NH_SITE_LIST},
        {A "login = https://login.example/x?y\n", NH_OK},
        {A "login = http://login.example/\n", NH_SITE_LIST},
        {A "login = login.example\n", NH_SITE_LIST},
        {A "test = https://t.example/\n", NH_OK},
        {A "test = x\n", NH_SITE_LIST},
        {A "est = https://est.example\n", NH_OK},
        {A "est = est.example\n", NH_SITE_LIST},
        {A "est-root = /etc/root.pem\n", NH_OK},
        {A "est-root = root.pem\n", NH_SITE_LIST},
        {A "wifi = /etc/x.eap-config\n", NH_OK},
        {A "wifi = x.eap-config\n", NH_SITE_LIST},
        {A "wlan = /x\n", NH_SITE_LIST},
        {A "name\n", NH_SITE_LIST},
        {A "name = \xff\n", NH_SITE_LIST},
        {A "\n# \xff\n", NH_SITE_LIST},
    };
    size_t count;
    bool locked;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        put(cases[i].text, strlen(cases[i].text));
        if (read_list(&count, &locked) != cases[i].status)
            fail_msg("%s", cases[i].text);
        assert_true(cases[i].status == NH_OK || (count == 0 && !locked));
    }
    put(A "\0locked", sizeof A + 7);
    assert_int_equal(read_list(&count, &locked), NH_SITE_LIST);
}

static void a_list_has_bounds(void **state)
{
    struct nh_buf text = {0};
    char line[NH_SITE_SIZE + 64];
    size_t count;
    bool locked;
    (void)state;
    for (int i = 0; i <= NH_SITES_MAX; i++) {
        put((const char *)text.data, text.length);
        if (i)
            assert_int_equal(read_list(&count, &locked), NH_OK);
        int length = snprintf(line, sizeof line, "[https://a%d.example]\n", i);
        assert_true(nh_buf_add(&text, line, (size_t)length));
    }
    assert_int_equal(count, NH_SITES_MAX);
    put((const char *)text.data, text.length);
    assert_int_equal(read_list(&count, &locked), NH_SITE_LIST);
    nh_buf_reset(&text);
}

static void a_file_has_a_bound(void **state)
{
    const size_t most = (size_t)256 << 10;
    char *text = malloc(most + 1);
    size_t count;
    bool locked;
    (void)state;
    assert_non_null(text);
    memset(text, '#', most + 1);
    memcpy(text, A, strlen(A));
    put(text, most);
    assert_int_equal(read_list(&count, &locked), NH_OK);
    put(text, most + 1);
    assert_int_equal(read_list(&count, &locked), NH_SITE_LIST);
    assert_non_null(strstr(err.message, "larger than 262144 bytes"));
    free(text);
}

/* An address of so many bytes. */
static enum nh_status with_login(size_t length)
{
    char text[2 * NH_SITE_SIZE] = A "login = ";
    size_t at = strlen(text), count;
    bool locked;
    memset(text + at, 'x', length);
    memcpy(text + at, "https://l.example/", 18);
    memcpy(text + at + length, "\n", 2);
    put(text, strlen(text));
    return read_list(&count, &locked);
}

static void an_address_has_a_bound(void **state)
{
    (void)state;
    assert_int_equal(with_login(NH_SITE_SIZE - 1), NH_OK);
    assert_int_equal(with_login(NH_SITE_SIZE), NH_SITE_LIST);
}

static void only_root_has_written_it(void **state)
{
    static const struct {
        const char *path;
        uid_t uid;
        mode_t mode;
        enum nh_status status;
    } cases[] = {
        {NH_SITES_FILE, 0, 0644, NH_OK},
        {NH_SITES_FILE, 0, 0664, NH_SITE_LIST},
        {NH_SITES_FILE, 0, 0646, NH_SITE_LIST},
        {NH_SITES_FILE, 1000, 0644, NH_SITE_LIST},
        {"/etc/nss-helper", 0, 0755, NH_OK},
        {"/etc/nss-helper", 0, 0775, NH_SITE_LIST},
        {"/etc/nss-helper", 1000, 0755, NH_SITE_LIST},
        {"/etc", 0, 0777, NH_SITE_LIST},
    };
    size_t count;
    bool locked;
    (void)state;
    put(A, strlen(A));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        changed.path = cases[i].path;
        changed.uid = cases[i].uid;
        changed.mode = cases[i].mode;
        if (read_list(&count, &locked) != cases[i].status)
            fail_msg("case %zu", i);
    }
    changed.path = NULL;
}

/* A missing list is no error, unless others may write to the folder and could have removed it. */
static void there_is_none(void **state)
{
    size_t count;
    bool locked;
    (void)state;
    sh("rm -f etc/nss-helper/sites");
    assert_int_equal(read_list(&count, &locked), NH_OK);
    changed.path = "/etc/nss-helper";
    changed.uid = 0;
    changed.mode = 0777;
    assert_int_equal(read_list(&count, &locked), NH_SITE_LIST);
    changed.path = NULL;
    sh("mkfifo etc/nss-helper/sites");
    assert_int_equal(read_list(&count, &locked), NH_SITE_LIST);
    assert_non_null(strstr(err.message, "is not a file"));
    sh("rm etc/nss-helper/sites && mkdir etc/nss-helper/sites");
    assert_int_equal(read_list(&count, &locked), NH_SITE_LIST);
    assert_non_null(strstr(err.message, "is not a file"));
    sh("rm -r etc/nss-helper/sites && ln -s sites etc/nss-helper/sites");
    assert_int_equal(read_list(&count, &locked), NH_SITE_LIST);
    sh("rm -r etc/nss-helper");
    assert_int_equal(read_list(&count, &locked), NH_OK);
    sh("echo >etc/nss-helper");
    assert_int_equal(read_list(&count, &locked), NH_SITE_LIST);
    sh("rm etc/nss-helper && mkdir etc/nss-helper");
}

static void whom_it_allows(void **state)
{
    static const char closed[] = "locked = yes\n[https://portal.example]\n"
                                 "login = https://login.example/me\n";
    static const struct {
        const char *site;
        enum nh_status status;
    } cases[] = {
        {"https://portal.example", NH_OK},
        {"https://portal.example:8443", NH_OK},
        {"", NH_OK},
        {"https://portal.example.evil", NH_OTHER_SITE},
        {"https://portal.exampl", NH_OTHER_SITE},
        {"https://eportal.example", NH_OTHER_SITE},
        {"http://portal.example", NH_OTHER_SITE},
        {"https://login.example", NH_OTHER_SITE},
    };
    (void)state;
    put(closed, strlen(closed));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (nh_sites_allow(cases[i].site, &err) != cases[i].status)
            fail_msg("%s", cases[i].site);
    assert_int_equal(nh_sites_allow_login("https://login.example/me", &err), NH_OK);
    assert_int_equal(nh_sites_allow_login("https://login.example/me2", &err), NH_OTHER_SITE);
    assert_int_equal(nh_sites_allow_login("https://login.example/m", &err), NH_OTHER_SITE);
    assert_int_equal(nh_sites_allow_login("https://portal.example/any", &err), NH_OK);
    put("[https://portal.example]\n", 25);
    assert_int_equal(nh_sites_allow("https://portal.example.evil", &err), NH_OK);
    assert_int_equal(nh_sites_allow_login("https://login.example/me2", &err), NH_OK);
    put("[x]\n", 4);
    assert_int_equal(nh_sites_allow("https://portal.example", &err), NH_SITE_LIST);
    assert_int_equal(nh_sites_allow("", &err), NH_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_line_is_right_or_nothing_counts),
        cmocka_unit_test(a_list_has_bounds),
        cmocka_unit_test(a_file_has_a_bound),
        cmocka_unit_test(an_address_has_a_bound),
        cmocka_unit_test(only_root_has_written_it),
        cmocka_unit_test(whom_it_allows),
        cmocka_unit_test(there_is_none),
    };
    return cmocka_run_group_tests(tests, make_folder, leave_folder);
}
