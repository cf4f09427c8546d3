/* SPDX-License-Identifier: MPL-2.0 */
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void knows_utf8(void **state)
{
    static const char good[] = "a\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80"
                               "\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF";
    static const char *const bad[] = {
        "\x80",
        "\xBF",
        "\xC0\x80",
        "\xC1\xBF",
        "\xC2",
        "\xC2\x41",
        "\xE0\x9F\xBF",
        "\xE1\x80",
        "\xED\xA0\x80",
        "\xF0\x8F\xBF\xBF",
        "\xF1\x80\x80",
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xFF",
        "\xE3\x81\x41",
        "\xE3\x41\x81",
        "\xBF\xBF",
        "\xED\xBF\xBF",
        "\xF8\x90\x80\x80",
    };
    (void)state;
    assert_true(nh_utf8_valid(good, sizeof good));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (nh_utf8_valid(bad[i], strlen(bad[i])))
            fail_msg("taken: case %zu", i);
    uint32_t character;
    assert_int_equal(nh_utf8_next("\xC2\x80", 2, &character), 2);
    assert_int_equal(nh_utf8_next("\xC2\x80", 1, &character), 0);
}

/* Characters that turn, hide or break a text, and those beside them. */
static void knows_what_does_harm(void **state)
{
    static const uint32_t ranges[][2] = {
        {0x00, 0x1F},     {0x7F, 0x9F},       {0xAD, 0xAD},     {0x34F, 0x34F},   {0x61C, 0x61C},
        {0x115F, 0x1160}, {0x17B4, 0x17B5},   {0x180B, 0x180F}, {0x200B, 0x200F}, {0x2028, 0x202E},
        {0x2060, 0x206F}, {0x3164, 0x3164},   {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0},
        {0xFFF0, 0xFFFB}, {0xE0000, 0xE0FFF},
    };
    (void)state;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        uint32_t first = ranges[i][0], last = ranges[i][1];
        if (!nh_utf8_harmful(first) || !nh_utf8_harmful(last) || nh_utf8_harmful(last + 1) ||
            (first && nh_utf8_harmful(first - 1)))
            fail_msg("from %x on", first);
    }
}

static void cleans(void **state)
{
    static const struct {
        const char *text;
        size_t limit;
        const char *clean;
    } cases[] = {
        {"", 8, ""},
        {"plain", 8, "plain"},
        {"plain", 3, "pla"},
        {"\xE5\xB1\xB1\xE7\x94\xB0", 6, "\xE5\xB1\xB1\xE7\x94\xB0"},
        {"\xE5\xB1\xB1\xE7\x94\xB0", 5, "\xE5\xB1\xB1"},
        {"a\xFF"
         "b\xE5\xB1",
         8, "a?b??"},
        {"\xC0\x80", 8, "??"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[16];
        snprintf(text, sizeof text, "%s", cases[i].text);
        nh_utf8_clean(text, cases[i].limit);
        assert_string_equal(text, cases[i].clean);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_utf8),
        cmocka_unit_test(knows_what_does_harm),
        cmocka_unit_test(cleans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
