/* SPDX-License-Identifier: MPL-2.0 */
/* Where a file with a key may lie: each folder's owner, group and rights, and its disk. The tree
   is made up, so that no test needs to be root, or another user. */
#include "fixture.h"
#include "machine/safepath.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/vfs.h>
#include <sys/xattr.h>

#define ROOT 0
#define ME 1000
#define OTHER 1001
#define STAFF 50

static struct file {
    const char *path;
    uid_t uid;
    gid_t gid;
    mode_t mode;
} tree[4], one;

static const struct file usual[] = {{"/", ROOT, ROOT, 0755},
                                    {"/home", ROOT, ROOT, 0755},
                                    {"/home/me", ME, ME, 0700},
                                    {"/home/me/in", ME, ME, 0755}};

static const char *group_name, *second_member;
static unsigned long disk;
static int acl; /* the errno when one is asked for; 0: `one` has an access control list */

uid_t geteuid(void)
{
    return ME;
}

static int look(const char *path, struct stat *st)
{
    for (size_t i = 0; i < sizeof tree / sizeof *tree; i++) {
        const struct file *file = one.path && strcmp(path, one.path) == 0 ? &one : &tree[i];
        if (strcmp(path, tree[i].path) != 0)
            continue;
        *st = (struct stat){.st_uid = file->uid, .st_gid = file->gid, .st_mode = file->mode};
        return 0;
    }
    return -1;
}

int lstat(const char *path, struct stat *st)
{
    return look(path, st);
}

int stat(const char *path, struct stat *st)
{
    return look(path, st);
}

ssize_t lgetxattr(const char *path, const char *name, void *value, size_t size)
{
    assert_string_equal(name, "system.posix_acl_access");
    assert_true(!value && !size);
    errno = acl ? acl : ENODATA;
    return !acl && one.path && strcmp(path, one.path) == 0 ? 44 : -1;
}

char *realpath(const char *path, char *out)
{
    return strcpy(out, path);
}

/* The name that it has where the compiler checks sizes (_FORTIFY_SOURCE). */
char *__realpath_chk(const char *path, char *out, size_t size);
char *__realpath_chk(const char *path, char *out, size_t size)
{
    assert_true(strlen(path) < size);
    return realpath(path, out);
}

int statfs(const char *path, struct statfs *out)
{
    (void)path;
    *out = (struct statfs){.f_type = (__typeof__(out->f_type))disk};
    return 0;
}

int getpwuid_r(uid_t uid, struct passwd *user, char *text, size_t size, struct passwd **found)
{
    (void)text;
    (void)size;
    *user = (struct passwd){.pw_name = "me", .pw_uid = uid, .pw_gid = ME};
    *found = user;
    return 0;
}

int getgrgid_r(gid_t gid, struct group *group, char *text, size_t size, struct group **found)
{
    static char *members[2];
    (void)text;
    (void)size;
    members[0] = (char *)second_member;
    *group = (struct group){.gr_name = (char *)group_name, .gr_gid = gid, .gr_mem = members};
    *found = group;
    return 0;
}

static int reset(void **state)
{
    (void)state;
    memcpy(tree, usual, sizeof tree);
    one = (struct file){.path = NULL};
    group_name = "me";
    second_member = NULL;
    disk = 0xef53; /* ext4 */
    acl = ENODATA;
    return 0;
}

static enum nh_status check(bool shared)
{
    return nh_safepath_check("/home/me/in", shared, &err);
}

/* One folder at a time differs, as the case says. */
static void each_folder_counts(void **state)
{
    static const struct {
        struct file file;
        enum nh_status status, shared;
    } cases[] = {
        {{"/home/me/in", ME, ME, 0755}, NH_OK, NH_OK},
        /* root's is fine above, but not as the last one */
        {{"/home/me/in", ROOT, ROOT, 0755}, NH_PERMISSION, NH_PERMISSION},
        {{"/home/me/in", OTHER, OTHER, 0755}, NH_PERMISSION, NH_PERMISSION},
        {{"/home/me", ROOT, ROOT, 0700}, NH_OK, NH_OK},
        {{"/home/me", OTHER, OTHER, 0700}, NH_PERMISSION, NH_PERMISSION},
        {{"/home", OTHER, ROOT, 0755}, NH_PERMISSION, NH_PERMISSION},
        {{"/", OTHER, ROOT, 0755}, NH_PERMISSION, NH_PERMISSION},
        /* a sticky one is fine above, but not as the last one */
        {{"/home", ROOT, ROOT, 01777}, NH_OK, NH_OK},
        {{"/home", ROOT, ROOT, 0777}, NH_PERMISSION, NH_PERMISSION},
        {{"/home/me/in", ME, ME, 01777}, NH_PERMISSION, NH_PERMISSION},
        {{"/home/me/in", ME, ME, 0757}, NH_PERMISSION, NH_PERMISSION},
        /* one's own group, and others */
        {{"/home/me/in", ME, ME, 0775}, NH_OK, NH_OK},
        {{"/home/me/in", ME, STAFF, 0775}, NH_PERMISSION, NH_PERMISSION},
        {{"/home", ROOT, STAFF, 01775}, NH_OK, NH_OK},
        {{"/home", ROOT, STAFF, 0775}, NH_PERMISSION, NH_PERMISSION},
        {{"/home/me", ME, ME, 0770}, NH_OK, NH_OK},
        /* who can come in */
        {{"/home/me", ME, STAFF, 0710}, NH_PERMISSION, NH_OK},
        {{"/home/me", ME, STAFF, 0740}, NH_OK, NH_OK},
        {{"/home/me", ME, ME, 0701}, NH_PERMISSION, NH_OK},
        {{"/home/me", ME, ME, 0704}, NH_OK, NH_OK},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        one = cases[i].file;
        if (check(false) != cases[i].status || check(true) != cases[i].shared)
            fail_msg("%s: %o of %d", one.path, one.mode, (int)one.uid);
    }
}

static void the_last_folder_is_named(void **state)
{
    (void)state;
    one = (struct file){"/home/me/in", ROOT, ROOT, 0755};
    assert_int_equal(check(false), NH_PERMISSION);
    assert_non_null(strstr(err.message, "because that folder belongs to another user"));
    one = (struct file){"/home", OTHER, ROOT, 0755};
    assert_int_equal(check(false), NH_PERMISSION);
    assert_non_null(strstr(err.message, "because /home belongs to another user"));
}

/* A group is one's own by its number, its name, and by having nobody else. */
static void a_group_is_ones_own(void **state)
{
    static const struct {
        const char *name, *member;
        enum nh_status status;
    } cases[] = {{"me", NULL, NH_OK},
                 {"me", "me", NH_OK},
                 {"me", "them", NH_PERMISSION},
                 {"me2", NULL, NH_PERMISSION}};
    (void)state;
    one = (struct file){"/home/me/in", ME, ME, 0775};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        group_name = cases[i].name;
        second_member = cases[i].member;
        assert_int_equal(check(false), cases[i].status);
    }
}

/* Where an access control list names others, the group's bits apply to them, even if the group is
 * one's own. */
static void an_access_control_list_counts(void **state)
{
    static const struct {
        struct file file;
        int acl;
        enum nh_status status, shared;
    } cases[] = {{{"/home/me/in", ME, ME, 0770}, ENODATA, NH_OK, NH_OK},
                 {{"/home/me/in", ME, ME, 0770}, ENOTSUP, NH_OK, NH_OK},
                 {{"/home/me/in", ME, ME, 0770}, EACCES, NH_PERMISSION, NH_PERMISSION},
                 {{"/home/me/in", ME, ME, 0770}, 0, NH_PERMISSION, NH_PERMISSION},
                 {{"/home/me", ME, ME, 0770}, 0, NH_PERMISSION, NH_PERMISSION},
                 {{"/home/me", ME, ME, 0710}, 0, NH_PERMISSION, NH_OK},
                 /* its mask allows nothing */
                 {{"/home/me/in", ME, ME, 0700}, 0, NH_OK, NH_OK}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        one = cases[i].file;
        acl = cases[i].acl;
        if (check(false) != cases[i].status || check(true) != cases[i].shared)
            fail_msg("%zu: %s: %o", i, one.path, one.mode);
    }
}

static void a_disk_keeps_rights_and_stays_here(void **state)
{
    static const struct {
        unsigned long disk;
        const char *name;
    } cases[] = {{0x4d44, "FAT"},
                 {0x7366746e, "NTFS"},
                 {0x5346544e, "NTFS"},
                 {0x6969, "NFS"},
                 {0xff534d42, "CIFS"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        disk = cases[i].disk;
        assert_int_equal(check(false), NH_PERMISSION);
        assert_non_null(strstr(err.message, cases[i].name));
        assert_int_equal(check(true), NH_OK);
    }
    disk = 0x4d45;
    assert_int_equal(check(false), NH_OK);
}

/* Each folder above lets others through, and the file lets them read. */
static void who_can_read(void **state)
{
    static const struct {
        struct file file;
        bool readable;
    } cases[] = {
        {{"/home/me", ME, ME, 0701}, true},     {{"/home/me", ME, ME, 0704}, false},
        {{"/home/me", ME, ME, 0710}, false},    {{"/home/me", ME, STAFF, 0710}, true},
        {{"/home/me", ME, STAFF, 0740}, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        one = cases[i].file;
        assert_int_equal(nh_safepath_is_readable("/home/me/in"), cases[i].readable);
    }
    tree[2].mode = 0755;
    one = (struct file){"/home/me/in", ME, ME, 0640};
    assert_false(nh_safepath_is_readable("/home/me/in"));
    one.mode = 0644;
    assert_true(nh_safepath_is_readable("/home/me/in"));
    assert_false(nh_safepath_is_readable("/home/me/none"));
    tree[2].path = "/home/gone";
    assert_false(nh_safepath_is_readable("/home/me/in"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(each_folder_counts, reset),
        cmocka_unit_test_setup(the_last_folder_is_named, reset),
        cmocka_unit_test_setup(a_group_is_ones_own, reset),
        cmocka_unit_test_setup(an_access_control_list_counts, reset),
        cmocka_unit_test_setup(a_disk_keeps_rights_and_stays_here, reset),
        cmocka_unit_test_setup(who_can_read, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
