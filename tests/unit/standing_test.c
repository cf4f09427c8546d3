/* SPDX-License-Identifier: MPL-2.0 */
#include "certificate/identity.h"
#include "certificate/standing.h"
#include "certificate/verify.h"
#include "fixture.h"

#define DAY 86400
#define YEAR (365L * DAY)
#define NOON (20000L * DAY + DAY / 2)

/* As of noon, for a certificate that began and ends so many seconds from then. */
static struct nh_standing judge(long begin, long end, struct nh_proof proof, bool revoked)
{
    struct nh_identity identity = {.not_before = NOON + begin, .not_after = NOON + end};
    return nh_standing_judge(&identity, &proof, revoked, NOON);
}

static struct nh_standing at_noon(long begin, long end, struct nh_proof proof)
{
    return judge(begin, end, proof, false);
}

static const struct nh_proof proven = {
    .key = true, .signs = true, .dates = true, .chain = NH_CHAIN_GOOD};

static void dates_make_a_state(void **state)
{
    static const struct {
        long begin, end;
        const char *word;
        long days;
    } cases[] = {
        {-YEAR, 31 * DAY, "good", 31},
        {-YEAR, 30 * DAY + DAY / 2, "good", 31}, /* midnight: the date is what counts */
        {-YEAR, 30 * DAY + DAY / 2 - 1, "soon", 30},
        {-YEAR, 30 * DAY - DAY / 2, "soon", 30},
        {-YEAR, DAY / 2, "soon", 1},
        {-YEAR, 1, "soon", 0},
        {-YEAR, 0, "soon", 0}, /* its last second */
        {-DAY, -1, "expired", 0},
        {-2 * DAY, -DAY / 2, "expired", 0},
        {-2 * DAY, -DAY / 2 - 1, "expired", -1},
        {-9 * DAY, -7 * DAY, "expired", -7},
        {1, 2 * DAY, "not-yet", 2},
        {0, 400 * DAY, "good", 400},
        {-DAY, -NOON - 1, "expired", -20001}, /* a second before 1970 */
        {-2 * DAY, DAY, "soon", 1},           /* a third of three days */
        {-2 * DAY, DAY + 1, "good", 1},
        {-2 * DAY + 3, DAY, "good", 1},
        {-60 * DAY, 30 * DAY, "soon", 30},
        {-59 * DAY, 30 * DAY, "good", 30},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_standing standing = at_noon(cases[i].begin, cases[i].end, proven);
        if (strcmp(nh_standing_word(standing.state), cases[i].word) != 0 ||
            standing.days_left != cases[i].days)
            fail_msg("case %zu: %s, %ld days", i, nh_standing_word(standing.state),
                     standing.days_left);
    }
}

static void set_zone(const char *zone)
{
    setenv("TZ", zone, 1);
    tzset();
}

/* The same two times, on dates that are further apart elsewhere. */
static void days_are_those_of_the_person(void **state)
{
    static const struct {
        const char *zone;
        long days;
    } cases[] = {{"UTC", 30}, {"JST-9", 31}, {"EST5EDT", 30}, {"UTC+13", 31}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        set_zone(cases[i].zone);
        long days = at_noon(-DAY, 30 * DAY + DAY / 2 - 1, proven).days_left;
        if (days != cases[i].days)
            fail_msg("%s: %ld days", cases[i].zone, days);
    }
    set_zone("UTC");
}

static void revoked_outranks_all_but_the_end(void **state)
{
    struct nh_proof broken = proven;
    (void)state;
    broken.signs = false;
    assert_int_equal(judge(-DAY, 90 * DAY, proven, true).state, NH_STANDING_REVOKED);
    assert_int_equal(judge(-DAY, 2 * DAY, broken, true).state, NH_STANDING_REVOKED);
    assert_int_equal(judge(-DAY, -1, proven, true).state, NH_STANDING_EXPIRED);
}

static void a_proof_that_fails_is_broken(void **state)
{
    struct nh_proof proof = proven;
    (void)state;
    for (enum nh_chain chain = NH_CHAIN_GOOD; chain <= NH_CHAIN_BAD; chain++) {
        proof.chain = chain;
        /* A company's root is in no profile: its certificates work all the same. */
        assert_int_equal(at_noon(-DAY, 90 * DAY, proof).state,
                         chain == NH_CHAIN_BAD ? NH_STANDING_BROKEN : NH_STANDING_GOOD);
    }
    assert_int_equal(at_noon(DAY, 90 * DAY, proof).state, NH_STANDING_BROKEN);
    assert_int_equal(at_noon(-9 * DAY, -DAY, proof).state, NH_STANDING_EXPIRED);
    proof = (struct nh_proof){.key = true, .signs = false, .chain = NH_CHAIN_GOOD};
    assert_int_equal(at_noon(-DAY, 90 * DAY, proof).state, NH_STANDING_BROKEN);
    assert_int_equal(at_noon(-9 * DAY, -DAY, proof).state, NH_STANDING_BROKEN);
    proof = (struct nh_proof){.key = false, .signs = true, .chain = NH_CHAIN_GOOD};
    assert_int_equal(at_noon(-DAY, 90 * DAY, proof).state, NH_STANDING_BROKEN);
    proof = proven;
    proof.use = NH_USE_NONE;
    assert_int_equal(at_noon(-DAY, 90 * DAY, proof).state, NH_STANDING_BROKEN);
    assert_int_equal(at_noon(-9 * DAY, -DAY, proof).state, NH_STANDING_EXPIRED);
}

static void each_state_has_its_word(void **state)
{
    (void)state;
    for (enum nh_standing_state one = NH_STANDING_REVOKED; one <= NH_STANDING_EXPIRED; one++) {
        for (enum nh_standing_state other = NH_STANDING_REVOKED; other < one; other++)
            assert_string_not_equal(nh_standing_word(one), nh_standing_word(other));
    }
}

static void what_ends_within_some_days(void **state)
{
    struct nh_standing week = at_noon(-DAY, 7 * DAY, proven);
    struct nh_standing ended = at_noon(-DAY, -1, proven);
    struct nh_proof broken = {.key = true, .signs = false};
    struct nh_standing works_not = at_noon(-DAY, 7 * DAY, broken);
    struct nh_standing ended_today = at_noon(-DAY, -1, broken);
    struct nh_standing last_second = at_noon(-DAY, 0, broken);
    struct nh_standing revoked = judge(-DAY, 7 * DAY, proven, true);
    (void)state;
    assert_int_equal(ended_today.state, NH_STANDING_BROKEN);
    assert_int_equal(ended_today.days_left, 0);
    assert_false(nh_standing_ends_within(&ended_today, 7));
    assert_true(nh_standing_ends_within(&last_second, 0));
    assert_true(nh_standing_ends_within(&works_not, 7));
    assert_false(nh_standing_ends_within(&works_not, 6));
    assert_true(nh_standing_ends_within(&revoked, 7));
    assert_true(nh_standing_ends_within(&week, 7));
    assert_false(nh_standing_ends_within(&week, 6));
    assert_false(nh_standing_ends_within(&ended, 7));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_make_a_state),
        cmocka_unit_test(days_are_those_of_the_person),
        cmocka_unit_test(revoked_outranks_all_but_the_end),
        cmocka_unit_test(a_proof_that_fails_is_broken),
        cmocka_unit_test(each_state_has_its_word),
        cmocka_unit_test(what_ends_within_some_days),
    };
    set_zone("UTC"); /* wherever the tests run, noon is noon */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
