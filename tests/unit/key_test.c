/* SPDX-License-Identifier: MPL-2.0 */
#include "fixture.h"
#include "nss/key.h"

static const char *const words[] = {"rsa-2048", "rsa-3072", "rsa-4096", "p-256", "p-384"};

static void knows_the_kinds(void **state)
{
    static const char *const others[] = {"",         "rsa",   "rsa-1024", "RSA-2048", "rsa-2048 ",
                                         "rsa-8192", "p-521", "p256",     "ed25519",  "-"};
    enum nh_key_kind kind = NH_KEY_P_384;
    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        assert_int_equal(nh_key_kind_parse(words[i], &kind, &err), NH_OK);
        assert_string_equal(nh_key_kind_word(kind), words[i]);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        kind = NH_KEY_P_384;
        assert_int_equal(nh_key_kind_parse(others[i], &kind, &err), NH_KEY_KIND);
        assert_int_equal(kind, NH_KEY_P_384);
    }
}

static void a_dropped_key_is_gone(void **state)
{
    struct nh_key *key = NULL;
    struct nh_store *store = open_store(NH_STORE_WRITE);
    int before = keys_in_profile();
    (void)state;
    assert_int_equal(nh_key_prepare(store, NH_KEY_P_256, &key, &err), NH_OK);
    nh_key_free(&key);
    assert_null(key);
    nh_key_free(&key);
    close_store(store);
    assert_int_equal(keys_in_profile(), before);
}

static void a_kept_key_is_there(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct nh_key *key = NULL;
        char hash[NH_KEY_HASH_SIZE];
        struct nh_store *store = open_store(NH_STORE_WRITE);
        int count = keys_in_profile();
        assert_int_equal(nh_key_prepare(store, (enum nh_key_kind)i, &key, &err), NH_OK);
        assert_non_null(nh_key_private(key));
        assert_non_null(nh_key_public(key));
        assert_int_equal(nh_key_hash(key, hash, &err), NH_OK);
        assert_int_equal(nh_key_keep(&store, &key, &err), NH_OK);
        assert_null(key);
        assert_int_equal(strspn(hash, "0123456789abcdef"), 64);
        close_store(store);
        assert_int_equal(keys_in_profile(), count + 1);
    }
}

static void no_key_goes_into_a_store_for_reading(void **state)
{
    struct nh_key *key = NULL;
    struct nh_store *store = open_store(NH_STORE_READ);
    int count = keys_in_profile();
    (void)state;
    assert_int_equal(nh_key_prepare(store, NH_KEY_P_256, &key, &err), NH_OK);
    assert_int_equal(nh_key_keep(&store, &key, &err), NH_PERMISSION);
    assert_null(key);
    close_store(store);
    assert_int_equal(keys_in_profile(), count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_the_kinds),
        cmocka_unit_test(a_dropped_key_is_gone),
        cmocka_unit_test(a_kept_key_is_there),
        cmocka_unit_test(no_key_goes_into_a_store_for_reading),
    };
    return cmocka_run_group_tests(tests, make_profile, leave_folder);
}
