/* SPDX-License-Identifier: MPL-2.0 */
/* The kind of key that a CA wishes for: only an attribute that names it counts, not bytes that look
   like one. */
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

static const struct {
    const char *what, *der;
    const char *other; /* the kind of key that is not made here, or NULL */
    bool has_kind, challenge, template, extensions;
} wishes[] = {
    {"P-521", "3014301206072a8648ce3d0201310706052b81040023", "EC P-521", false, false, false,
     false},
    {"P-521, and then P-384",
     "3028301206072a8648ce3d0201310706052b81040023301206072a8648ce"
     "3d0201310706052b81040022",
     "EC P-521", true, false, false, false},
    {"RSA of 8192 bits", "3013301106092a864886f70d010101310402022000", "RSA of 8192 bits", false,
     false, false, false},
    {"RSA of 2047 bits", "3013301106092a864886f70d0101013104020207ff", "RSA of another size", false,
     false, false, false},
    {"Ed25519", "300506032b6570", "Ed25519", false, false, false, false},
    {"Ed448", "300506032b6571", "Ed448", false, false, false, false},
    {"another curve", "3018301606072a8648ce3d0201310b06092b2403030208010107", "EC on another curve",
     false, false, false, false},
    {"EC on any curve", "300d300b06072a8648ce3d02013100", NULL, false, false, false, false},
    {"a challenge", "300b06092a864886f70d010907", NULL, false, true, false, false},
    {"a challenge and a curve", "301206092a864886f70d01090706052b81040022", NULL, true, true, false,
     false},
    {"a template of a request", "30133011060b2a864886f70d010910023d31023000", NULL, false, false,
     true, false},
    {"an extension",
     "3026302406092a864886f70d01090e3117301530130603551d25040c300a"
     "06082b06010505070302",
     NULL, false, false, false, true},
    {"the name of an extension", "3014301206092a864886f70d01090e31050603551d25", NULL, false, false,
     false, false},
    {"a list without an extension", "3011300f06092a864886f70d01090e31023000", NULL, false, false,
     false, false},
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
        struct nh_csrattrs read;
        enum nh_key_kind kind = (enum nh_key_kind)NO_KIND;
        from_hex(cases[i].der, &der);
        nh_csrattrs_read(&der, &read);
        if (read.has_kind)
            kind = read.kind;
        if ((int)kind != cases[i].kind)
            fail_msg("%s: %d, not %d", cases[i].what, (int)kind, cases[i].kind);
        nh_csrattrs_reset(&read);
        nh_buf_reset(&der);
    }
    close_store(store);
}

static void test_wishes(void **state)
{
    (void)state;
    struct nh_store *store = open_store(NH_STORE_READ);
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++) {
        struct nh_buf der = {0};
        struct nh_csrattrs read;
        from_hex(wishes[i].der, &der);
        nh_csrattrs_read(&der, &read);
        if (read.has_kind != wishes[i].has_kind || read.challenge != wishes[i].challenge ||
            read.template != wishes[i].template ||
            (read.extensions.length > 0) != wishes[i].extensions ||
            strcmp(read.other ? read.other : "", wishes[i].other ? wishes[i].other : "") != 0)
            fail_msg("%s: kind %d challenge %d template %d extensions %zu %s", wishes[i].what,
                     read.has_kind, read.challenge, read.template, read.extensions.length,
                     read.other ? read.other : "-");
        nh_csrattrs_reset(&read);
        nh_buf_reset(&der);
    }
    close_store(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kinds), cmocka_unit_test(test_wishes)};
    return cmocka_run_group_tests(tests, make_profile, leave_folder);
}
