/* SPDX-License-Identifier: MPL-2.0 */
#include "fixture.h"
#include "machine/disk.h"

#include <linux/magic.h>

static void knows_what_is_far(void **state)
{
    static const struct {
        unsigned long type;
        const char *name;
    } cases[] = {
        {NFS_SUPER_MAGIC, "NFS"},   {CIFS_SUPER_MAGIC, "CIFS"},   {SMB2_SUPER_MAGIC, "SMB"},
        {SMB_SUPER_MAGIC, "SMB"},   {AFS_SUPER_MAGIC, "AFS"},     {AFS_FS_MAGIC, "AFS"},
        {CODA_SUPER_MAGIC, "Coda"}, {V9FS_MAGIC, "9P"},           {CEPH_SUPER_MAGIC, "Ceph"},
        {FUSE_SUPER_MAGIC, "FUSE"}, {EXT4_SUPER_MAGIC, NULL},     {TMPFS_MAGIC, NULL},
        {BTRFS_SUPER_MAGIC, NULL},  {XFS_SUPER_MAGIC, NULL},      {OVERLAYFS_SUPER_MAGIC, NULL},
        {F2FS_SUPER_MAGIC, NULL},   {ECRYPTFS_SUPER_MAGIC, NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *name = nh_disk_network_name(cases[i].type);
        if (!cases[i].name)
            assert_null(name);
        else
            assert_string_equal(name, cases[i].name);
    }
}

static void knows_what_keeps_no_rights(void **state)
{
    (void)state;
    assert_string_equal(nh_disk_open_name(MSDOS_SUPER_MAGIC), "FAT");
    assert_string_equal(nh_disk_open_name(EXFAT_SUPER_MAGIC), "exFAT");
    assert_null(nh_disk_open_name(EXT4_SUPER_MAGIC));
    assert_null(nh_disk_open_name(TMPFS_MAGIC));
    assert_null(nh_disk_open("/dev/shm"));
}

static void measures_a_folder(void **state)
{
    unsigned long long bytes = 0;
    (void)state;
    assert_true(nh_disk_free("/tmp", &bytes));
    assert_true(bytes > 0);
    assert_false(nh_disk_free("/nowhere", &bytes));
    assert_null(nh_disk_network("/nowhere"));
    assert_null(nh_disk_network("/dev/shm"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_what_is_far),
        cmocka_unit_test(knows_what_keeps_no_rights),
        cmocka_unit_test(measures_a_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
