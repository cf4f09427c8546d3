/* SPDX-License-Identifier: MPL-2.0 */
/* The kind of key that a CA wishes for: what is named counts, not what bytes look like. */
#include "base/buf.h"
#include "fixture.h"
#include "net/csrattrs.h"

#define EC "06072a8648ce3d0201"
#define P_256 "06082a8648ce3d030107"
#define P_384 "06052b81040022"
#define RSA "06092a864886f70d010101"
#define NO_KIND 77

static const struct {
    const char *what, *der;
    int kind;
} cases[] = {
    {"nothing", "3000", NO_KIND},
    {"no DER", "61626364", NO_KIND},
    {"P-384", "30143012" EC "3107" P_384, NH_KEY_P_384},
    {"P-256", "30173015" EC "310a" P_256, NH_KEY_P_256},
    {"a curve alone", "3007" P_384, NH_KEY_P_384},
    {"RSA of 2048 bits", "30133011" RSA "310402020800", NH_KEY_RSA_2048},
    {"RSA of 3072 bits", "30133011" RSA "310402020c00", NH_KEY_RSA_3072},
    {"RSA of 4096 bits", "30133011" RSA "310402021000", NH_KEY_RSA_4096},
    {"RSA of 1024 bits", "30133011" RSA "310402020400", NO_KIND},
    {"RSA of any size", "3011300f" RSA "3100", NO_KIND},
    {"the first of two",
     "301b3012" EC "3107" P_384 "0605"
     "2b81040022",
     NH_KEY_P_384},
    {"behind an attribute that says nothing of it",
     "301f06092a864886f70d0109073012" EC "3107" P_384, NH_KEY_P_384},
    {"a curve in a text", "30110c0f" P_384 "6162636465666768", NO_KIND},
    {"a curve as another attribute's value",
     "30163014"
     "06092a864886f70d010907"
     "3107" P_384,
     NO_KIND},
    {"cut off",
     "30143012" EC "3107"
     "06052b8104",
     NO_KIND},
    {"with something after it", "30143012" EC "3107" P_384 "00", NO_KIND},
};

static void from_hex(const char *hex, struct nh_buf *out)
{
    for (unsigned byte; sscanf(hex, "%2x", &byte) == 1; hex += 2)
        assert_true(nh_buf_add(out, &(unsigned char){(unsigned char)byte}, 1));
}

static void test_kinds(void **state)
{
    (void)state;
    struct nh_store *store = open_store(NH_STORE_READ);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_buf der = {0};
        enum nh_key_kind kind = (enum nh_key_kind)NO_KIND;
        from_hex(cases[i].der, &der);
        nh_csrattrs_read(&der, &kind);
        if ((int)kind != cases[i].kind)
            fail_msg("%s: %d, not %d", cases[i].what, (int)kind, cases[i].kind);
        nh_buf_reset(&der);
    }
    close_store(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kinds)};
    return cmocka_run_group_tests(tests, make_profile, leave_folder);
}
