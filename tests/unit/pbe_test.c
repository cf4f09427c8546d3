/* SPDX-License-Identifier: MPL-2.0 */
/* How much work parameters ask for, and the forms of a password. */
#include "fixture.h"
#include "formats/pbe.h"

#define SALT "\x04\x02xx"

static void work_is_bounded(void **state)
{
    static const struct {
        const char *what, *ber;
        size_t length;
        unsigned long before, rounds;
        const char *says;
    } cases[] = {
        {"PKCS#12", "\x30\x08" SALT "\x02\x02\x08\x00", 10, 0, 2048, NULL},
        {"indefinite length", "\x30\x80" SALT "\x02\x02\x08\x00\0\0", 12, 0, 2048, NULL},
        {"added up", "\x30\x08" SALT "\x02\x02\x08\x00", 10, 2000, 4048, NULL},
        {"the most", "\x30\x0a" SALT "\x02\x04\x00\x7a\x12\x00", 12, 0, 8000000, NULL},
        {"one more", "\x30\x0a" SALT "\x02\x04\x00\x7a\x12\x01", 12, 0, 0, "more work"},
        {"one more in all", "\x30\x0a" SALT "\x02\x04\x00\x7a\x12\x00", 12, 1, 0, "more work"},
        {"2^31 - 1", "\x30\x0a" SALT "\x02\x04\x7f\xff\xff\xff", 12, 0, 0, "more work"},
        {"2^64", "\x30\x0f" SALT "\x02\x09\x01\0\0\0\0\0\0\0\0", 17, 0, 0, "more work"},
        {"negative", "\x30\x07" SALT "\x02\x01\xff", 9, 0, 0, "is damaged"},
        {"no value", "\x30\x06" SALT "\x02\x00", 8, 0, 0, "is damaged"},
        {"a key of 32 bytes", "\x30\x0b" SALT "\x02\x02\x08\x00\x02\x01\x20", 13, 0, 2048, NULL},
        {"a key of 33 bytes", "\x30\x0b" SALT "\x02\x02\x08\x00\x02\x01\x21", 13, 0, 4096, NULL},
        {"a key of 64 bytes", "\x30\x0b" SALT "\x02\x02\x08\x00\x02\x01\x40", 13, 0, 4096, NULL},
        {"a key of 65 bytes", "\x30\x0b" SALT "\x02\x02\x08\x00\x02\x01\x41", 13, 0, 0,
         "a longer key"},
        {"cut off", "\x30\x08" SALT "\x02\x02\x08", 9, 0, 0, "is damaged"},
        {"a length that leads out", "\x30\x08" SALT "\x02\x7f\x08\x00", 10, 0, 0, "is damaged"},
        {"a length of 5 bytes", "\x30\x85\0\0\0\0\x08" SALT "\x02\x02\x08\x00", 15, 0, 0,
         "is damaged"},
        {"a long tag", "\x3f\x81\x01\x00", 4, 0, 0, "is damaged"},
        {"an endless value", "\x04\x80zz\0\0", 6, 0, 0, "is damaged"},
        {"nothing", "", 0, 7, 7, NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned long rounds = cases[i].before;
        /* A copy of exactly that length lets the sanitizer see a read beyond its end. */
        unsigned char *copy = malloc(cases[i].length ? cases[i].length : 1);
        assert_non_null(copy);
        memcpy(copy, cases[i].ber, cases[i].length);
        enum nh_status status = nh_pbe_check(copy, cases[i].length, "It", &rounds, &err);
        free(copy);
        if (cases[i].says ? status != NH_BAD_DATA || !strstr(err.message, cases[i].says)
                          : status || rounds != cases[i].rounds)
            fail_msg("%s: %s, %lu", cases[i].what, status ? err.message : "", rounds);
    }
}

static void passwords_have_forms(void **state)
{
    static const struct {
        nh_pbe_form *form;
        const char *password, *bytes;
        size_t length;
        bool fits;
    } cases[] = {
        {nh_pbe_utf8, "日", "日", 3, true},
        {nh_pbe_utf8, "", "", 0, true},
        {nh_pbe_utf16, "", "\0\0", 2, true},
        {nh_pbe_utf16, "a日", "\0a\x65\xe5\0\0", 6, true},
        {nh_pbe_utf16, "🔑", "\xd8\x3d\xdd\x11\0\0", 6, true},
        {nh_pbe_utf16, "\xff", "", 0, false},
        {nh_pbe_bytes, "a", "", 0, false},
        {nh_pbe_bytes, "é", "\0\xc3\0\xa9\0\0", 6, true},
        {nh_pbe_none, "", "", 0, true},
        {nh_pbe_none, "a", "", 0, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_buf out = {0};
        bool fits = cases[i].form(cases[i].password, &out);
        if (fits != cases[i].fits || (fits && out.length != cases[i].length))
            fail_msg("%zu: %d, %zu", i, fits, out.length);
        if (fits && out.length)
            assert_memory_equal(out.data, cases[i].bytes, out.length);
        nh_buf_reset(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_is_bounded),
        cmocka_unit_test(passwords_have_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
