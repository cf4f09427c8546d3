/* SPDX-License-Identifier: MPL-2.0 */
#include "certificate/identity.h"
#include "certificate/request.h"
#include "certificate/verify.h"
#include "fixture.h"
#include "formats/certfile.h"
#include "formats/incoming.h"
#include "nss/key.h"

static const char *const kinds[] = {"rsa", "p256", "p384"};

/* u-KIND.pem for a key of the profile, alone and with its intermediate. */
static int make_files(void **state)
{
    static const enum nh_key_kind numbers[] = {NH_KEY_RSA_2048, NH_KEY_P_256, NH_KEY_P_384};
    if (make_profile(state) < 0)
        return -1;
    make_ca();
    struct nh_store *store = open_store(NH_STORE_WRITE);
    for (size_t i = 0; i < 3; i++) {
        struct nh_key *key = NULL;
        struct nh_buf csr = {0};
        struct nh_request request = {.subject = "CN=u"};
        char pem[32], serial[8];
        assert_int_equal(nh_key_prepare(store, numbers[i], &key, &err), NH_OK);
        assert_int_equal(nh_request_pkcs10(key, &request, &csr, &err), NH_OK);
        assert_int_equal(nh_key_keep(&store, &key, &err), NH_OK);
        write_file("der", csr.data, csr.length);
        sh("openssl req -inform DER -in der -out %s.csr", kinds[i]);
        snprintf(pem, sizeof pem, "%s.pem", kinds[i]);
        snprintf(serial, sizeof serial, "%zu", 10 + i);
        issue("der -inform DER", pem, serial);
        nh_buf_reset(&csr);
    }
    close_store(store);
    sh("rm -f der");
    return 0;
}

/* A fresh copy of the profile with these certificates; what the proof says. */
static struct nh_proof prove(const char *file, const char *before, enum nh_status status)
{
    struct nh_proof proof = {0};
    struct nh_incoming response = {0};
    struct nh_bufs bufs = {0};
    sh("rm -rf kept && mv p kept && cp -r kept p && %s", before);
    struct nh_buf bytes = read_file(file);
    struct nh_store *store = open_store(NH_STORE_WRITE);
    assert_int_equal(nh_certfile_read(bytes.data, bytes.length, &bufs, &err), NH_OK);
    if (nh_incoming_store(store, &bufs, &response, &err))
        fail_msg("%s", err.message);
    assert_int_equal(nh_verify(store, response.identity->fingerprint, &proof, &err), NH_OK);
    enum nh_status judged = nh_proof_judge(&proof, &err);
    if (judged != status)
        fail_msg("%s: %s", file, nh_status_name(judged));
    nh_incoming_reset(&response);
    nh_bufs_reset(&bufs);
    nh_buf_reset(&bytes);
    close_store(store);
    sh("rm -rf p && mv kept p");
    return proof;
}

static void every_kind_signs(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        char file[32];
        snprintf(file, sizeof file, "%s.pem", kinds[i]);
        struct nh_proof proof = prove(file, "true", NH_CHAIN);
        assert_true(proof.key);
        assert_true(proof.signs);
        assert_true(proof.dates);
        assert_int_equal(proof.chain, NH_CHAIN_INCOMPLETE);
    }
}

static void the_chain_is_weighed(void **state)
{
    static const struct {
        const char *file, *before;
        enum nh_chain chain;
        enum nh_status status;
    } cases[] = {
        {"p256.pem", "true", NH_CHAIN_INCOMPLETE, NH_CHAIN},
        {"both.pem", "true", NH_CHAIN_INCOMPLETE, NH_CHAIN},
        {"both.pem", "certutil -A -d sql:p -n r -t ,, -i ca/root.pem", NH_CHAIN_UNTRUSTED, NH_OK},
        {"both.pem", "certutil -A -d sql:p -n r -t p,p,p -i ca/root.pem", NH_CHAIN_BAD, NH_CHAIN},
        {"both.pem", "certutil -A -d sql:p -n r -t T,, -i ca/root.pem", NH_CHAIN_GOOD, NH_OK},
        {"both.pem", "certutil -A -d sql:p -n r -t C,, -i ca/root.pem", NH_CHAIN_GOOD, NH_OK},
        {"both.pem", "certutil -A -d sql:p -n r -t ,C, -i ca/root.pem", NH_CHAIN_GOOD, NH_OK},
        {"p256.pem", "certutil -A -d sql:p -n r -t CT,C,C -i ca/root.pem", NH_CHAIN_INCOMPLETE,
         NH_CHAIN},
        {"forged.pem",
         "certutil -A -d sql:p -n r -t CT,C,C -i ca/root.pem &&"
         " certutil -A -d sql:p -n i -t ,, -i ca/issuing.pem",
         NH_CHAIN_BAD, NH_CHAIN},
    };
    (void)state;
    sh("cat p256.pem ca/issuing.pem >both.pem; exec 2>/dev/null"
       " && openssl req -new -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
       " -keyout f.key -subj '/O=Test/CN=Issuing' -out f.pem && openssl x509 -req -in p256.csr -CA f.pem -CAkey f.key -set_serial 77 -out forged.pem");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_proof proof = prove(cases[i].file, cases[i].before, cases[i].status);
        if (proof.chain != cases[i].chain)
            fail_msg("case %zu: %s", i, nh_chain_word(proof.chain));
        assert_true(proof.signs);
    }
}

static void what_is_gone_is_told(void **state)
{
    struct nh_proof proof = {.key = true};
    struct nh_store *store = open_store(NH_STORE_READ);
    (void)state;
    assert_int_equal(nh_verify(store, "AA:BB", &proof, &err), NH_NO_IDENTITY);
    assert_int_equal(nh_verify(store, "", &proof, &err), NH_NO_IDENTITY);
    close_store(store);
}

static void all_of_it_is_judged(void **state)
{
    static const struct {
        struct nh_proof proof;
        enum nh_status status;
    } cases[] = {
        {{.key = true, .signs = true, .dates = true, .chain = NH_CHAIN_GOOD}, NH_OK},
        {{.key = false, .signs = true, .dates = true}, NH_NOT_PROVEN},
        {{.key = true, .signs = false, .dates = true}, NH_NOT_PROVEN},
        {{.key = true, .signs = true, .dates = false}, NH_DATES},
        {{.key = true, .signs = true, .dates = true, .use = NH_USE_NONE}, NH_UNUSABLE},
        {{.key = true, .signs = true, .dates = true, .use = NH_USE_CRITICAL}, NH_UNUSABLE},
        {{.key = true, .signs = true, .dates = true, .chain = NH_CHAIN_UNTRUSTED}, NH_OK},
        {{.key = true, .signs = true, .dates = true, .chain = NH_CHAIN_INCOMPLETE}, NH_CHAIN},
        {{.key = true, .signs = true, .dates = true, .chain = NH_CHAIN_BAD}, NH_CHAIN},
        {{.key = true, .use = NH_USE_NONE, .chain = NH_CHAIN_BAD}, NH_NOT_PROVEN},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(nh_proof_judge(&cases[i].proof, &err), cases[i].status);
        if (cases[i].status)
            assert_int_equal(err.status, cases[i].status);
    }
    assert_string_equal(nh_chain_word(NH_CHAIN_GOOD), "good");
    assert_string_equal(nh_chain_word(NH_CHAIN_UNTRUSTED), "untrusted");
    assert_string_equal(nh_chain_word(NH_CHAIN_INCOMPLETE), "incomplete");
    assert_string_equal(nh_chain_word(NH_CHAIN_BAD), "bad");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_signs),
        cmocka_unit_test(the_chain_is_weighed),
        cmocka_unit_test(what_is_gone_is_told),
        cmocka_unit_test(all_of_it_is_judged),
    };
    return cmocka_run_group_tests(tests, make_files, leave_folder);
}
