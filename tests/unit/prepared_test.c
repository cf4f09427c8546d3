/* SPDX-License-Identifier: MPL-2.0 */
/* A key made before the press: what it leaves behind, who gets it, and how long it is kept. */
#include "fixture.h"
#include "lifecycle/prepared.h"
#include "machine/power.h"

#include <time.h>

#define SITE "https://portal.example"

static char profile[PATH_MAX + 2];
static struct nh_prepared one, two, three;
static bool on_battery;

/* In place of this machine's own. */
bool nh_power_on_battery(const char *supplies)
{
    assert_string_equal(supplies, NH_POWER_FOLDER);
    return on_battery;
}

static int drop_all(void **state)
{
    (void)state;
    nh_prepared_drop(&one);
    nh_prepared_drop(&two);
    nh_prepared_drop(&three);
    memset(&one, 0, sizeof one);
    memset(&two, 0, sizeof two);
    memset(&three, 0, sizeof three);
    on_battery = false;
    return 0;
}

static void make(struct nh_prepared *prepared, enum nh_key_kind kind)
{
    snprintf(profile, sizeof profile, "%s/p", folder);
    if (nh_prepared_make(prepared, profile, SITE, kind, &err))
        fail_msg("%s", err.message);
}

static bool is_there(const struct nh_prepared *prepared)
{
    assert_true((prepared->key != NULL) == (nh_prepared_left(prepared) >= 0));
    return prepared->key != NULL;
}

static void thrown_away_it_leaves_no_trace(void **state)
{
    static const enum nh_key_kind kinds[] = {NH_KEY_RSA_2048, NH_KEY_RSA_3072};
    (void)state;
    sh("cp -a p before");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        make(&one, kinds[i]);
        assert_true(is_there(&one));
        sh("diff -r before p && test \"$(ls -A | tr '\\n' ' ')\" = 'before p '");
        nh_prepared_drop(&one);
        assert_false(is_there(&one));
        sh("diff -r before p && test \"$(ls -A | tr '\\n' ' ')\" = 'before p '");
    }
    assert_int_equal(keys_in_profile(), 0);
    sh("rm -r before");
}

static bool take(struct nh_prepared *prepared, const char *site, enum nh_key_kind kind)
{
    struct nh_job job = {.kind = kind};
    struct nh_key *key = NULL;
    snprintf(job.site, sizeof job.site, "%s", site);
    struct nh_store *store = open_store(NH_STORE_WRITE);
    bool taken = nh_prepared_take(prepared, store, &job, &key);
    assert_true(taken == (key != NULL));
    assert_false(is_there(prepared));
    if (taken)
        assert_int_equal(nh_key_keep(&store, &key, &err), NH_OK);
    close_store(store);
    return taken;
}

static void it_is_stored_for_what_it_was_made_for(void **state)
{
    static const enum nh_key_kind kinds[] = {NH_KEY_RSA_2048, NH_KEY_RSA_3072};
    int keys = keys_in_profile();
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        make(&one, kinds[i]);
        assert_true(take(&one, SITE, kinds[i]));
        assert_int_equal(keys_in_profile(), ++keys);
        assert_false(take(&one, SITE, kinds[i]));
    }
    make(&one, NH_KEY_RSA_2048);
    assert_false(take(&one, SITE, NH_KEY_RSA_3072));
    make(&one, NH_KEY_RSA_2048);
    assert_false(take(&one, SITE ":8443", NH_KEY_RSA_2048));
    assert_int_equal(keys_in_profile(), keys);
}

static void after_its_time_it_is_not_taken(void **state)
{
    struct timespec now;
    (void)state;
    make(&one, NH_KEY_RSA_2048);
    clock_gettime(CLOCK_BOOTTIME, &now);
    assert_in_range(one.until - now.tv_sec, NH_PREPARED_SECONDS - 1, NH_PREPARED_SECONDS);
    one.until = now.tv_sec;
    assert_int_equal(nh_prepared_left(&one), 0);
    assert_false(take(&one, SITE, NH_KEY_RSA_2048));
}

static void two_at_a_time(void **state)
{
    (void)state;
    make(&one, NH_KEY_RSA_2048);
    make(&two, NH_KEY_RSA_2048);
    make(&three, NH_KEY_RSA_2048);
    assert_true(is_there(&one) && is_there(&two) && !is_there(&three));
    make(&one, NH_KEY_RSA_3072); /* replaces its last one */
    assert_true(is_there(&one));
    nh_prepared_drop(&two);
    make(&three, NH_KEY_RSA_2048);
    assert_true(is_there(&three));
}

static void not_without_end(void **state)
{
    (void)state;
    for (int i = 0; i < NH_PREPARED_MOST; i++) {
        make(&one, NH_KEY_RSA_2048);
        assert_true(is_there(&one));
    }
    make(&one, NH_KEY_RSA_2048);
    assert_false(is_there(&one));
}

static void not_on_battery(void **state)
{
    (void)state;
    make(&one, NH_KEY_RSA_2048);
    on_battery = true;
    make(&one, NH_KEY_RSA_2048);
    assert_false(is_there(&one));
}

static void a_primary_password_is_not_needed(void **state)
{
    (void)state;
    sh("mv p open && mkdir p && echo hemmelig >pw && certutil -N -d sql:p -f pw && rm pw");
    sh("cp -a p before");
    make(&one, NH_KEY_RSA_2048);
    assert_true(is_there(&one));
    sh("diff -r before p && rm -r before p && mv open p");
}

static void without_a_database_there_is_none_and_no_error(void **state)
{
    (void)state;
    sh("mv p open && mkdir p");
    make(&one, NH_KEY_RSA_2048);
    assert_false(is_there(&one));
    sh("rmdir p && mv open p");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(thrown_away_it_leaves_no_trace, drop_all),
        cmocka_unit_test_teardown(it_is_stored_for_what_it_was_made_for, drop_all),
        cmocka_unit_test_teardown(after_its_time_it_is_not_taken, drop_all),
        cmocka_unit_test_teardown(two_at_a_time, drop_all),
        cmocka_unit_test_teardown(not_without_end, drop_all),
        cmocka_unit_test_teardown(not_on_battery, drop_all),
        cmocka_unit_test_teardown(a_primary_password_is_not_needed, drop_all),
        cmocka_unit_test_teardown(without_a_database_there_is_none_and_no_error, drop_all),
    };
    return cmocka_run_group_tests(tests, make_profile, leave_folder);
}
