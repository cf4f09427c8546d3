/* SPDX-License-Identifier: MPL-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "nss/base64.h"

#include <string.h>

static void decodes_base64(void **state)
{
    static const struct {
        const char *text, *bytes;
    } cases[] = {{"", ""},
                 {"Zg==", "f"},
                 {"Zm8=", "fo"},
                 {"Zm9v", "foo"},
                 {"Zm9vYg==", "foob"},
                 {"Zm9vYmE=", "fooba"},
                 {"Zm9vYmFy", "foobar"},
                 {"/+//", "\xFF\xEF\xFF"}};
    struct nh_error err;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_buf out = {0};
        assert_int_equal(nh_base64_decode_strictly(cases[i].text, &out, &err), NH_OK);
        assert_int_equal(out.length, strlen(cases[i].bytes));
        if (out.length)
            assert_memory_equal(out.data, cases[i].bytes, out.length);
        nh_buf_reset(&out);
    }
    static const char *const others[] = {
        "Zg=",    "Zg",           "Zh==", "Zm9=", "Zm9v\n", "Zm9v Zm9v",
        "Zm\n9v", "Zm9vZg==Zg==", "=",    "====", "Zm-_",   "Zm9vé"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct nh_buf out = {0};
        if (nh_base64_decode_strictly(others[i], &out, &err) != NH_BAD_DATA || out.length)
            fail_msg("taken: %s", others[i]);
    }
    struct nh_buf small = {.limit = 2};
    assert_int_equal(nh_base64_decode_strictly("Zm9v", &small, &err), NH_TOO_LARGE);
    nh_buf_reset(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_base64),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
