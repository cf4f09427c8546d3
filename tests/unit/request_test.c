/* SPDX-License-Identifier: MPL-2.0 */
/* openssl reads what is written here. */
#include "certificate/request.h"
#include "fixture.h"
#include "nss/key.h"

static struct nh_store *store;
static struct nh_key *keys[NH_KEY_P_384 + 1];

static int make_keys(void **state)
{
    if (make_profile(state) < 0)
        return -1;
    store = open_store(NH_STORE_WRITE);
    for (int i = 0; i <= NH_KEY_P_384; i++)
        assert_int_equal(nh_key_prepare(store, (enum nh_key_kind)i, &keys[i], &err), NH_OK);
    return 0;
}

static int drop_keys(void **state)
{
    for (int i = 0; i <= NH_KEY_P_384; i++)
        nh_key_free(&keys[i]);
    close_store(store);
    return leave_folder(state);
}

static void write_spkac(const struct nh_buf *spkac)
{
    FILE *file = fopen("spkac", "w");
    assert_non_null(file);
    fprintf(file, "SPKAC=%.*s\n", (int)spkac->length, (char *)spkac->data);
    fclose(file);
}

static void every_kind_verifies(void **state)
{
    (void)state;
    for (int i = 0; i <= NH_KEY_P_384; i++) {
        struct nh_buf spkac = {0}, csr = {0};
        struct nh_request request = {.subject = "CN=Taro,O=Example,C=JP"};
        assert_int_equal(nh_request_spkac(keys[i], "challenge", &spkac, &err), NH_OK);
        assert_null(memchr(spkac.data, '\n', spkac.length));
        assert_null(memchr(spkac.data, '\0', spkac.length));
        write_spkac(&spkac);
        sh("openssl spkac -in spkac -verify -noout >out 2>&1 && grep -q OK out");
        sh("openssl spkac -in spkac | grep -q 'Challenge String: challenge$'");
        assert_int_equal(nh_request_pkcs10(keys[i], &request, &csr, &err), NH_OK);
        write_file("csr", csr.data, csr.length);
        sh("openssl req -inform DER -in csr -verify -noout 2>/dev/null");
        nh_buf_reset(&spkac);
        nh_buf_reset(&csr);
    }
}

static void a_challenge_is_ascii(void **state)
{
    static char longest[NH_CHALLENGE_MAX + 2];
    static const struct {
        const char *challenge;
        size_t length; /* or 0: of the text */
        enum nh_status status;
    } cases[] = {
        {"", 0, NH_OK},
        {"a", 0, NH_OK},
        {"\x01 \x7f", 0, NH_OK},
        {"\x80", 0, NH_BAD_DATA},
        {"挑戦", 0, NH_BAD_DATA},
        {longest, NH_CHALLENGE_MAX, NH_OK},
        {longest, NH_CHALLENGE_MAX + 1, NH_BAD_DATA},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_buf spkac = {0};
        memset(longest, 'x', cases[i].length);
        longest[cases[i].length] = '\0';
        assert_int_equal(nh_request_spkac(keys[NH_KEY_P_256], cases[i].challenge, &spkac, &err),
                         cases[i].status);
        if (cases[i].status) {
            assert_int_equal(spkac.length, 0);
            continue;
        }
        write_spkac(&spkac);
        sh("openssl spkac -in spkac -verify -noout >/dev/null 2>&1");
        nh_buf_reset(&spkac);
    }
}

static void a_request_holds_what_was_asked(void **state)
{
    static const struct {
        struct nh_request request;
        const char *finds; /* for grep in openssl's text */
    } cases[] = {
        {{"CN=Taro Yamada,O=Example\\, Inc.,C=JP", NULL, NULL, NULL},
         "Subject: CN=Taro Yamada,O=Example\\\\, Inc.,C=JP"},
        {{"CN=山田 太郎", NULL, NULL, NULL}, "Subject: CN=山田 太郎"},
        {{"E=taro@example.jp,CN=x", NULL, NULL, NULL}, "emailAddress=taro@example.jp"},
        {{"CN=x", "taro@example.ac.jp", NULL, NULL}, "email:taro@example.ac.jp"},
        {{"CN=x", NULL, "secret 1", NULL}, "challengePassword *:secret 1$"},
        {{"CN=x", "taro@example.ac.jp", "secret 1", NULL}, "challengePassword *:secret 1$"},
        {{"CN=x", "taro@example.ac.jp",
          "long enough to come after the e-mail address, as a "
          "SET OF is sorted",
          NULL},
         "email:taro@example.ac.jp"},
        {{"CN=x", NULL, "p@ss_wörd", NULL}, "challengePassword"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_buf csr = {0};
        assert_int_equal(nh_request_pkcs10(keys[NH_KEY_P_256], &cases[i].request, &csr, &err),
                         NH_OK);
        write_file("csr", csr.data, csr.length);
        sh("openssl req -inform DER -in csr -verify -noout 2>/dev/null");
        sh("openssl req -inform DER -in csr -noout -text -nameopt RFC2253,-esc_msb,utf8"
           " | grep -q '%s'",
           cases[i].finds);
        nh_buf_reset(&csr);
    }
}

/* The attributes are a SET OF: in DER their encodings ascend (X.690 11.6). */
static void attributes_are_sorted(void **state)
{
    static const struct {
        const char *password, *order;
    } cases[] = {
        {"x", "challengePassword Extension Request"},
        {"a challenge password that is longer than the extension",
         "Extension Request challengePassword"},
    };
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct nh_buf csr = {0};
        struct nh_request request = {"CN=x", "t@example.jp", cases[i].password, NULL};
        assert_int_equal(nh_request_pkcs10(keys[NH_KEY_P_256], &request, &csr, &err), NH_OK);
        write_file("csr", csr.data, csr.length);
        sh("test \"$(openssl asn1parse -inform DER -in csr |"
           " grep -o 'challengePassword\\|Extension Request' | xargs)\" = '%s'",
           cases[i].order);
        nh_buf_reset(&csr);
    }
}

static void what_is_off_is_named(void **state)
{
    static const struct nh_request cases[] = {
        {"Taro Yamada", NULL, NULL, NULL}, {"", NULL, NULL, NULL},
        {"CN=x,C=JPN", NULL, NULL, NULL},  {"CN=", NULL, NULL, NULL},
        {"CN=x", "", NULL, NULL},          {"CN=x", "taro", NULL, NULL},
        {"CN=x", "a@", NULL, NULL},        {"CN=x", "@b", NULL, NULL},
        {"CN=x", "a@b@c", NULL, NULL},     {"CN=x", "a b@c", NULL, NULL},
        {"CN=x", "a@b\n", NULL, NULL},     {"CN=x", "太郎@b", NULL, NULL},
        {"XX=x", NULL, NULL, NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_buf csr = {0};
        enum nh_status status = nh_request_pkcs10(keys[NH_KEY_P_256], &cases[i], &csr, &err);
        if (status != NH_BAD_DATA)
            print_error("case %zu: %s\n", i, nh_status_name(status));
        assert_int_equal(status, NH_BAD_DATA);
        assert_int_equal(csr.length, 0);
        assert_true(strlen(err.message) > 10);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_verifies),
        cmocka_unit_test(a_challenge_is_ascii),
        cmocka_unit_test(a_request_holds_what_was_asked),
        cmocka_unit_test(attributes_are_sorted),
        cmocka_unit_test(what_is_off_is_named),
    };
    return cmocka_run_group_tests(tests, make_keys, drop_keys);
}
