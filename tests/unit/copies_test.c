/* SPDX-License-Identifier: MPL-2.0 */
#include "fixture.h"
#include "journal/copies.h"

#define FINGERPRINT                                                                                \
    "AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:"                                             \
    "AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89"
#define FILE_NAME "abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789.json"
#define OTHER "00" /* an identity of which nothing is known */

static struct nh_copies list(struct nh_journal *journal)
{
    struct nh_copies copies = {0};
    assert_int_equal(nh_copies_list(journal, FINGERPRINT, &copies, &err), NH_OK);
    return copies;
}

static size_t count(struct nh_journal *journal)
{
    struct nh_copies copies = list(journal);
    size_t number = copies.count;
    nh_copies_reset(&copies);
    return number;
}

static void add(struct nh_journal *journal, const char *kind, const char *place)
{
    assert_int_equal(nh_copies_add(journal, FINGERPRINT, kind, place, NULL, &err), NH_OK);
}

/* Replaces the file that was written. */
static void put(struct nh_journal *journal, const char *text)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/copies/" FILE_NAME, nh_journal_folder(journal));
    write_file(path, text, strlen(text));
}

static void copies_are_found_again_the_oldest_first(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/a");
    struct nh_store *store = open_store(NH_STORE_READ);
    struct nh_buf bytes = {.data = (unsigned char *)"abc", .length = 3};
    struct stat st;
    char path[PATH_MAX];
    (void)state;
    assert_int_equal(count(journal), 0);
    assert_int_equal(
        nh_copies_add(journal, FINGERPRINT, "backup", "/home/山田/a b.p12", &bytes, &err), NH_OK);
    add(journal, "profile", "/profiles/b");
    nh_journal_close(&journal);
    journal = open_journal("/profiles/a");
    struct nh_copies copies = list(journal);
    assert_int_equal(copies.count, 2);
    assert_string_equal(copies.items[0].kind, "backup");
    assert_string_equal(copies.items[0].place, "/home/山田/a b.p12");
    assert_string_equal(copies.items[0].hash, /* FIPS 180-2, appendix B.1 */
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_true(labs(copies.items[0].time - time(NULL)) < 60);
    assert_string_equal(copies.items[1].kind, "profile");
    assert_string_equal(copies.items[1].hash, "");
    nh_copies_reset(&copies);
    assert_int_equal(nh_copies_list(journal, OTHER, &copies, &err), NH_OK);
    assert_int_equal(copies.count, 0);
    nh_copies_reset(&copies);
    snprintf(path, sizeof path, "%s/copies/" FILE_NAME, nh_journal_folder(journal));
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    nh_journal_close(&journal);
    close_store(store);
}

static void only_the_newest_are_kept(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/many");
    char place[32];
    (void)state;
    for (int i = 0; i < 260; i++) {
        snprintf(place, sizeof place, "/place/%d", i);
        add(journal, "pem", place);
    }
    struct nh_copies copies = list(journal);
    assert_int_equal(copies.count, 256);
    assert_string_equal(copies.items[0].place, "/place/4");
    assert_string_equal(copies.items[255].place, "/place/259");
    nh_copies_reset(&copies);
    nh_journal_close(&journal);
}

#define GOOD "{\"kind\":\"pem\",\"place\":\"/p\",\"hash\":\"\",\"time\":\"2026-11-23T04:38:08Z\"}"

static void what_is_damaged_counts_as_nothing(void **state)
{
    static const struct {
        const char *text;
        size_t count;
    } cases[] = {
        {"{\"copies\":[" GOOD "]}", 1},
        {"{\"copies\":[" GOOD ",{\"kind\":\"pem\"},null,7," GOOD "]}", 2},
        {"", 0},
        {"{", 0},
        {"null", 0},
        {"[" GOOD "]", 0},
        {"{\"copies\":{}}", 0},
        {"{\"copies\":[" GOOD, 0},
        {"{\"copies\":[{\"kind\":\"pem\",\"place\":\"p\",\"hash\":\"\","
         "\"time\":\"2026-11-23T04:38:08Z\"}]}",
         0},
        {"{\"copies\":[{\"kind\":\"pem\",\"place\":\"/\xff\",\"hash\":\"\","
         "\"time\":\"2026-11-23T04:38:08Z\"}]}",
         0},
        {"{\"copies\":[{\"kind\":\"pem\",\"place\":\"/p\",\"hash\":\"AB\","
         "\"time\":\"2026-11-23T04:38:08Z\"}]}",
         0},
        {"{\"copies\":[{\"kind\":\"pem\",\"place\":\"/p\",\"hash\":\"\",\"time\":\"today\"}]}", 0},
    };
    struct nh_journal *journal = open_journal("/profiles/damaged");
    (void)state;
    add(journal, "pem", "/first");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        put(journal, cases[i].text);
        assert_int_equal(count(journal), cases[i].count);
        add(journal, "pem", "/after");
        assert_int_equal(count(journal), cases[i].count + 1);
    }
    nh_journal_close(&journal);
}

/* Somebody else's program may have written more. */
static void no_more_are_read(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/more");
    struct nh_buf text = {0};
    (void)state;
    add(journal, "pem", "/first");
    assert_true(nh_buf_add(&text, "{\"copies\":[" GOOD, strlen("{\"copies\":[" GOOD)));
    for (size_t number = 1; number < NH_COPIES_MOST + 2; number++)
        assert_true(nh_buf_add(&text, "," GOOD, strlen("," GOOD)));
    assert_true(nh_buf_add(&text, "]}", 3));
    put(journal, (const char *)text.data);
    assert_int_equal(count(journal), NH_COPIES_MOST);
    nh_buf_reset(&text);
    nh_journal_close(&journal);
}

/* One that is larger counts as nothing, as what is damaged does. */
static void its_file_has_a_bound(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/large");
    const size_t most = (size_t)2 << 20;
    char *text = malloc(most + 2);
    (void)state;
    assert_non_null(text);
    memset(text, ' ', most + 1);
    memcpy(text, "{\"copies\":[" GOOD "]}", strlen("{\"copies\":[" GOOD "]}"));
    text[most + 1] = '\0';
    add(journal, "pem", "/first");
    put(journal, text);
    assert_int_equal(count(journal), 0);
    text[most] = '\0';
    put(journal, text);
    assert_int_equal(count(journal), 1);
    free(text);
    nh_journal_close(&journal);
}

static void what_could_not_be_read_again_is_not_noted(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/bad");
    (void)state;
    assert_int_equal(nh_copies_add(journal, FINGERPRINT, "pem", "/\xff", NULL, &err), NH_BAD_DATA);
    assert_int_equal(nh_copies_add(journal, FINGERPRINT, "pem", "here", NULL, &err), NH_BAD_DATA);
    assert_int_equal(count(journal), 0);
    nh_journal_close(&journal);
}

static void a_file_is_there_while_it_is_as_it_was_written(void **state)
{
    struct nh_store *store = open_store(NH_STORE_READ);
    struct nh_copy copy = {.kind = "backup",
                           .place = "backup.p12",
                           .hash =
                               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"};
    (void)state;
    assert_false(nh_copy_is_there(&copy));
    write_file("backup.p12", "abc", 3);
    assert_true(nh_copy_is_there(&copy));
    write_file("backup.p12", "abd", 3);
    assert_false(nh_copy_is_there(&copy));
    sh("rm backup.p12 && mkfifo backup.p12");
    assert_false(nh_copy_is_there(&copy));
    copy.hash[0] = '\0';
    assert_false(nh_copy_is_there(&copy));
    close_store(store);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_are_found_again_the_oldest_first),
        cmocka_unit_test(only_the_newest_are_kept),
        cmocka_unit_test(what_is_damaged_counts_as_nothing),
        cmocka_unit_test(no_more_are_read),
        cmocka_unit_test(its_file_has_a_bound),
        cmocka_unit_test(what_could_not_be_read_again_is_not_noted),
        cmocka_unit_test(a_file_is_there_while_it_is_as_it_was_written),
    };
    return cmocka_run_group_tests_name("copies", tests, make_profile, leave_folder);
}
