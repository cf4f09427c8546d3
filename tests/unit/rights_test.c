/* SPDX-License-Identifier: MPL-2.0 */
/* Who could replace a program: each folder and link on its path counts. The tree is made up, so
   that no test needs to be root, or another user. */
#include "fixture.h"
#include "machine/rights.h"

#include <errno.h>
#include <grp.h>
#include <sys/xattr.h>

#define ME 1000
#define OTHER 1001
#define STAFF 50
#define FILE_OF(mode) (S_IFREG | (mode))
#define FOLDER(mode) (S_IFDIR | (mode))
#define LINK (S_IFLNK | 0777)

static struct file {
    const char *path;
    uid_t uid;
    gid_t gid;
    mode_t mode;
    const char *target;
} tree[8], one;

static const char *listed; /* this one has an access control list */

static const struct file usual[] = {
    {"/", 0, 0, FOLDER(0755), NULL},         {"/usr", 0, 0, FOLDER(0755), NULL},
    {"/usr/lib", 0, 0, FOLDER(0755), NULL},  {"/usr/lib/host", 0, 0, FILE_OF(0755), NULL},
    {"/usr/link", 0, 0, LINK, "lib/host"},   {"/usr/round", 0, 0, LINK, "/usr/round"},
    {"/usr/away", 0, 0, LINK, "/mine/host"}, {"/mine", ME, ME, FOLDER(0755), NULL},
};

uid_t geteuid(void)
{
    return ME;
}

/* /usr/to/N leads over N links to /usr/lib/host. */
static const struct file *find_link(const char *path)
{
    static char target[32];
    static const struct file end = {"", 0, 0, LINK, "/usr/lib/host"},
                             step = {"", 0, 0, LINK, target};
    int number = atoi(path + strlen("/usr/to/"));
    snprintf(target, sizeof target, "/usr/to/%d", number - 1);
    return number == 1 ? &end : &step;
}

static const struct file *find(const char *path)
{
    static const struct file to = {"/usr/to", 0, 0, FOLDER(0755), NULL};
    if (strcmp(path, to.path) == 0)
        return &to;
    if (strncmp(path, "/usr/to/", 8) == 0)
        return find_link(path);
    for (size_t i = 0; i < sizeof tree / sizeof *tree; i++)
        if (strcmp(path, tree[i].path) == 0)
            return one.path && strcmp(path, one.path) == 0 ? &one : &tree[i];
    errno = ENOENT;
    return NULL;
}

int lstat(const char *path, struct stat *st)
{
    const struct file *file = find(path);
    if (!file)
        return -1;
    *st = (struct stat){.st_uid = file->uid, .st_gid = file->gid, .st_mode = file->mode};
    return 0;
}

ssize_t lgetxattr(const char *path, const char *name, void *value, size_t size)
{
    assert_string_equal(name, "system.posix_acl_access");
    assert_true(!value && !size);
    errno = ENODATA;
    return listed && strcmp(path, listed) == 0 ? 44 : -1;
}

ssize_t readlink(const char *path, char *out, size_t size)
{
    const struct file *file = find(path);
    return file && file->target ? snprintf(out, size, "%s", file->target) : -1;
}

int getgrgid_r(gid_t gid, struct group *group, char *text, size_t size, struct group **found)
{
    (void)text;
    (void)size;
    *group = (struct group){.gr_name = gid == STAFF ? "staff" : "staff2", .gr_gid = gid};
    *found = group;
    return 0;
}

static int reset(void **state)
{
    (void)state;
    memcpy(tree, usual, sizeof tree);
    one = (struct file){.path = NULL};
    listed = NULL;
    return 0;
}

static void each_step_counts(void **state)
{
    static const struct {
        struct file file;
        bool open, not_roots;
    } cases[] = {
        {{"/usr/lib/host", 0, 0, FILE_OF(0755), NULL}, false, false},
        {{"/usr/lib/host", ME, ME, FILE_OF(0755), NULL}, false, true},
        {{"/usr/lib/host", OTHER, ME, FILE_OF(0755), NULL}, true, true},
        {{"/usr/lib/host", 0, 0, FILE_OF(0775), NULL}, true, true},
        {{"/usr/lib/host", 0, 0, FILE_OF(0757), NULL}, true, true},
        {{"/usr/lib/host", 0, 0, FILE_OF(01757), NULL}, true, true}, /* sticky: for folders only */
        {{"/usr/lib", 0, 0, FOLDER(0775), NULL}, true, true},
        {{"/usr/lib", 0, 0, FOLDER(0757), NULL}, true, true},
        {{"/usr/lib", 0, 0, FOLDER(01777), NULL}, false, false},
        {{"/usr/lib", OTHER, 0, FOLDER(01777), NULL}, true, true},
        {{"/usr/lib", ME, ME, FOLDER(0700), NULL}, false, true},
        {{"/usr", OTHER, 0, FOLDER(0755), NULL}, true, true},
        /* Debian's staff is as good as root, where root has given it the folder */
        {{"/usr", 0, STAFF, FOLDER(02775), NULL}, false, false},
        {{"/usr", 0, STAFF, FOLDER(02777), NULL}, true, true},
        {{"/usr", 0, STAFF + 1, FOLDER(02775), NULL}, true, true},
        {{"/usr", ME, STAFF, FOLDER(02775), NULL}, true, true},
    };
    char open[PATH_MAX];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        one = cases[i].file;
        if (nh_rights_find_open("/usr/lib/host", open) != cases[i].open ||
            nh_rights_find_not_roots("/usr/lib/host", open) != cases[i].not_roots)
            fail_msg("case %zu", i);
        if (cases[i].not_roots)
            assert_string_equal(open, one.path);
    }
}

/* Where an access control list names others, the group's bits apply to them. */
static void staff_is_alone(void **state)
{
    char open[PATH_MAX];
    (void)state;
    one = (struct file){"/usr", 0, STAFF, FOLDER(02775), NULL};
    listed = "/usr/lib";
    assert_false(nh_rights_find_open("/usr/lib/host", open));
    listed = "/usr";
    assert_true(nh_rights_find_open("/usr/lib/host", open));
    assert_true(nh_rights_find_not_roots("/usr/lib/host", open));
    one.mode = FOLDER(02755);
    assert_false(nh_rights_find_open("/usr/lib/host", open));
}

static void links_are_followed(void **state)
{
    char open[PATH_MAX];
    (void)state;
    assert_false(nh_rights_find_open("/usr/link", open));
    one = (struct file){"/usr/lib/host", OTHER, OTHER, FILE_OF(0755), NULL};
    assert_true(nh_rights_find_open("/usr/link", open));
    assert_string_equal(open, "/usr/lib/host");
    one = (struct file){"/usr/link", OTHER, OTHER, LINK, "lib/host"};
    assert_true(nh_rights_find_open("/usr/link", open));
    one = (struct file){"/usr/link", ME, ME, LINK, "lib/host"};
    assert_false(nh_rights_find_open("/usr/link", open));
    assert_true(nh_rights_find_not_roots("/usr/link", open));
    one.path = NULL;
    assert_true(nh_rights_find_open("/usr/round", open));
    assert_true(nh_rights_find_open("/usr/away", open));
    assert_true(nh_rights_find_open("/usr/none", open));
    assert_true(nh_rights_find_open("usr/lib/host", open));
    assert_string_equal(open, "usr/lib/host");
}

/* As many as the kernel follows. */
static void links_have_a_bound(void **state)
{
    char open[PATH_MAX];
    (void)state;
    assert_false(nh_rights_find_open("/usr/to/40", open));
    assert_true(nh_rights_find_open("/usr/to/41", open));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(each_step_counts, reset),
        cmocka_unit_test_setup(staff_is_alone, reset),
        cmocka_unit_test_setup(links_are_followed, reset),
        cmocka_unit_test_setup(links_have_a_bound, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
