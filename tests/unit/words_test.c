/* SPDX-License-Identifier: MPL-2.0 */
#include "base/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/site.h"
#include "base/status.h"

static void cleans(void **state)
{
    static const struct {
        const char *from, *clean;
    } cases[] = {
        {"", ""},
        {"plain", "plain"},
        {" two  blanks \r\n and\tmore ", "two blanks and more"},
        {"a\033[31mb\x07", "a [31mb"},
        {"a\xC2\x9B"
         "b",
         "a b"},
        {"\xE2\x80\xAE"
         "fdp\xE2\x80\x8B.exe\xEF\xBB\xBF",
         "fdp.exe"},
        {"\xFF\xE5\xB1", "???"},
        {"山田", "山田"},
        {"https://hanako:himitsu@ca.example/x", "https://ca.example/x"},
        {"to http://a@b@ca.example, and ftp://c@d", "to http://ca.example, and ftp://d"},
        {"https:/\xE2\x80\x8B/hanako:himitsu@ca.example", "https://ca.example"},
        {"https://ca.example/a@b", "https://ca.example/a@b"},
        {"https://ca.example?a@b", "https://ca.example?a@b"},
        {"https://ca.example of a@b", "https://ca.example of a@b"},
        {"taro@example.ac.jp", "taro@example.ac.jp"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[80], same[80];
        nh_words_clean(cases[i].from, out, sizeof out);
        assert_string_equal(out, cases[i].clean);
        snprintf(same, sizeof same, "%s", cases[i].from);
        nh_words_clean(same, same, sizeof same);
        assert_string_equal(same, cases[i].clean);
    }
}

static void cuts(void **state)
{
    static const struct {
        const char *from;
        size_t size;
        const char *cut;
    } cases[] = {
        {"12345678", 9, "12345678"},
        {"123456789", 9, "12345…"},
        {"山田太郎", 12, "山田…"},
        {"123456 89", 11, "123456 89"},
        {"x", 1, ""},
        {"xyz", 3, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[80];
        nh_words_clean(cases[i].from, out, cases[i].size);
        assert_string_equal(out, cases[i].cut);
    }
}

static void every_message_is_clean(void **state)
{
    struct nh_error err;
    (void)state;
    nh_fail(&err, NH_REFUSED, "a\nb", "%s: %s", "https://u:p@ca.example",
            "no\033[31m\xE2\x80\xAE\xFF");
    assert_string_equal(err.message, "https://ca.example: no [31m?");
    assert_string_equal(err.cause, "a b");
}

static void an_address_is_shown_without_a_log_in(void **state)
{
    static const struct {
        const char *address, *shown;
    } cases[] = {
        {"https://u:p@ca.example/est", "https://ca.example/est"},
        {"u:p@ca.example", "ca.example"},
        {"https://u:p@@ca.example", "https://ca.example"},
        {"https://u\\@ca.example", "https://u\\@ca.example"},
        {"https://ca.example/x?token=t", "https://ca.example/x?…"},
        {"https://ca.example/x#t", "https://ca.example/x?…"},
        {"https://ca.example/\033[31m\xE2\x80\xAE", "https://ca.example/ [31m"},
    };
    char out[121];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nh_site_show(cases[i].address, out, sizeof out);
        assert_string_equal(out, cases[i].shown);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cleans),
        cmocka_unit_test(cuts),
        cmocka_unit_test(every_message_is_clean),
        cmocka_unit_test(an_address_is_shown_without_a_log_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
