/* SPDX-License-Identifier: MPL-2.0 */
/* How a primary password was hashed, by the salt in key4.db. */
#include "fixture.h"

#include "nss/keydb.h"

static void assert_salt(const char *name, size_t length, const char *needs)
{
    struct nh_keydb keydb = {99};
    assert_int_equal(nh_keydb_look(name, &keydb, &err), NH_OK);
    assert_int_equal(keydb.salt_length, length);
    if (needs)
        assert_string_equal(nh_keydb_needs(&keydb), needs);
    else
        assert_null(nh_keydb_needs(&keydb));
}

static void tells_the_hash_by_the_salt(void **state)
{
    (void)state;
    sh("mkdir open old && certutil -N -d sql:open --empty-password && "
       "echo secret >pw && certutil -N -d sql:old -f pw");
    assert_salt("open", 20, NULL);
    assert_salt("old", 20, NULL);
    sh("cp -r old new && sqlite3 new/key4.db "
       "\"UPDATE metaData SET item1 = randomblob(48) WHERE id = 'password'\"");
    assert_salt("new", 48, "3.118");
    sh("cp -r old none && sqlite3 none/key4.db 'DELETE FROM metaData'");
    assert_salt("none", 0, NULL);
}

static void names_what_it_cant_read(void **state)
{
    struct nh_keydb keydb;
    (void)state;
    assert_int_equal(nh_keydb_look("nowhere", &keydb, &err), NH_BAD_DATABASE);
    sh("mkdir bad && head -c 4096 /dev/urandom >bad/key4.db");
    assert_int_equal(nh_keydb_look("bad", &keydb, &err), NH_BAD_DATABASE);
}

static void changes_nothing(void **state)
{
    struct nh_keydb keydb;
    (void)state;
    sh("sha256sum old/* >before");
    assert_int_equal(nh_keydb_look("old", &keydb, &err), NH_OK);
    sh("sha256sum old/* | cmp - before");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_the_hash_by_the_salt),
        cmocka_unit_test(names_what_it_cant_read),
        cmocka_unit_test(changes_nothing),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
