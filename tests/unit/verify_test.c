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
    assert_int_equal(nh_verify(store, response.identity, &proof, &err), NH_OK);
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
        /* The root that is missing above it takes nothing from that. */
        {"forged.pem", "certutil -A -d sql:p -n i -t ,, -i ca/issuing.pem", NH_CHAIN_BAD, NH_CHAIN},
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

#define TRUSTED "certutil -A -d sql:p -n r -t CT,C,C -i ca/root.pem"

/* By the root or the issuing CA, for a time long ago. */
static void issue_long_ago(const char *ca, const char *csr, const char *out, const char *extensions)
{
    sh("exec 2>/dev/null; : >index && printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=index\\n"
       "new_certs_dir=.\\nrand_serial=yes\\npolicy=p\\ndefault_md=sha256\\n[p]\\n"
       "commonName=supplied\\norganizationName=optional\\n' >config"
       " && openssl ca -batch -notext -config config -cert ca/%s.pem -keyfile ca/%s.key -in %s"
       " -out %s -extfile %s -startdate 200101000000Z -enddate 210101000000Z",
       ca, ca, csr, out, extensions);
}

/* Each is one thing away from a chain that is good. */
static void an_issuer_is_the_right_one(void **state)
{
    static const struct {
        const char *file, *issuer;
        enum nh_chain chain;
        enum nh_status status;
    } cases[] = {
        {"p256.pem", "issuing.pem", NH_CHAIN_GOOD, NH_OK},
        {"p256.pem", "old.pem", NH_CHAIN_BAD, NH_CHAIN},    /* it has expired */
        {"p256.pem", "twin.pem", NH_CHAIN_BAD, NH_CHAIN},   /* the right name, another key */
        {"p256.pem", "person.pem", NH_CHAIN_BAD, NH_CHAIN}, /* it is no CA */
        {"p256.pem", "foreign.pem", NH_CHAIN_INCOMPLETE, NH_CHAIN}, /* under another root */
        {"p256.pem", "lists.pem", NH_CHAIN_BAD, NH_CHAIN},          /* it signs lists alone */
        {"p256.pem", "noted.pem", NH_CHAIN_GOOD, NH_OK},      /* an extension that nobody knows */
        {"p256.pem", "critical.pem", NH_CHAIN_BAD, NH_CHAIN}, /* and it is critical */
        {"old-user.pem", "issuing.pem", NH_CHAIN_GOOD, NH_DATES}, /* below it one has expired */
    };
    (void)state;
    issue_long_ago("root", "ca/issuing.csr", "ca/old.pem", "ca/ext");
    issue_long_ago("issuing", "p256.csr", "old-user.pem", "ca/user");
    sh("cd ca && exec 2>/dev/null; openssl req -new -newkey ec -pkeyopt"
       " ec_paramgen_curve:P-256 -nodes -keyout twin.key -subj /O=Test/CN=Issuing -out twin.csr"
       " && openssl x509 -req -in twin.csr -CA root.pem -CAkey root.key -days 9 -set_serial 7"
       " -extfile ext -out twin.pem && echo basicConstraints=CA:false >none"
       " && openssl x509 -req -in issuing.csr -CA root.pem -CAkey root.key -days 9 -set_serial 8"
       " -extfile none -out person.pem && printf 'basicConstraints=critical,CA:true\\nkeyUsage=cRLSign\\n' >some && openssl x509 -req -in issuing.csr -CA root.pem -CAkey root.key -days 9 -set_serial 10 -extfile some -out lists.pem && openssl req -x509 -newkey ec -pkeyopt"
       " ec_paramgen_curve:P-256 -nodes -days 9 -keyout foot.key -out foot.pem"
       " -subj /O=Test/CN=Foot && openssl x509 -req -in issuing.csr -CA foot.pem -CAkey foot.key"
       " -days 9 -set_serial 9 -extfile ext -out foreign.pem");
    sh("cd ca && exec 2>/dev/null; for critical in '' critical,; do echo basicConstraints=critical,CA:true"
       " && echo 1.2.3.4=${critical}DER:0500; done | split -l 2 - odd. && openssl x509 -req -in"
       " issuing.csr -CA root.pem -CAkey root.key -days 9 -set_serial 11 -extfile odd.aa -out noted.pem"
       " && openssl x509 -req -in issuing.csr -CA root.pem -CAkey root.key -days 9 -set_serial 12"
       " -extfile odd.ab -out critical.pem");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char before[512];
        snprintf(before, sizeof before, TRUSTED " && certutil -A -d sql:p -n i -t ,, -i ca/%s",
                 cases[i].issuer);
        struct nh_proof proof = prove(cases[i].file, before, cases[i].status);
        /* Some versions of NSS see nothing in a CA that can't be one. */
        bool fails = cases[i].status == NH_CHAIN && proof.chain == NH_CHAIN_INCOMPLETE;
        if (proof.chain != cases[i].chain && !fails)
            fail_msg("%s, %s: %s", cases[i].file, cases[i].issuer, nh_chain_word(proof.chain));
        assert_int_equal(proof.dates, cases[i].status != NH_DATES);
    }
}

/* The key that the profile has under its name is another's. */
static void a_key_of_another_does_not_sign(void **state)
{
    struct nh_proof proof = {0};
    struct nh_incoming response = {0};
    struct nh_bufs bufs = {0};
    (void)state;
    sh("cp -r p kept && cat >swap <<'END'\n"
       "create temp table two as select id, a102 from nssPrivate"
       " where hex(a0) = '00000003' and hex(a100) = '00000003' limit 2;\n"
       "update nssPrivate set a102 = (select a102 from two where two.id <> nssPrivate.id)"
       " where id in (select id from two);\nEND\nsqlite3 p/key4.db <swap");
    struct nh_buf bytes = read_file("p256.pem");
    struct nh_store *store = open_store(NH_STORE_WRITE);
    assert_int_equal(nh_certfile_read(bytes.data, bytes.length, &bufs, &err), NH_OK);
    assert_int_equal(nh_incoming_store(store, &bufs, &response, &err), NH_OK);
    assert_int_equal(nh_verify(store, response.identity, &proof, &err), NH_NOT_PROVEN);
    assert_true(proof.key);
    assert_false(proof.signs);
    nh_incoming_reset(&response);
    nh_bufs_reset(&bufs);
    nh_buf_reset(&bytes);
    close_store(store);
    sh("rm -rf p && mv kept p");
}

/* For a log-in or for mail, and with nothing critical that nobody knows. */
static void a_use_is_one_of_a_person(void **state)
{
    (void)state;
    assert_int_equal(nh_use_of(true, true, false), NH_USE_GOOD);
    assert_int_equal(nh_use_of(true, false, false), NH_USE_GOOD);
    assert_int_equal(nh_use_of(false, true, false), NH_USE_GOOD);
    assert_int_equal(nh_use_of(false, false, false), NH_USE_NONE);
    assert_int_equal(nh_use_of(true, true, true), NH_USE_CRITICAL);
    assert_int_equal(nh_use_of(false, false, true), NH_USE_CRITICAL);
}

static void what_is_gone_is_told(void **state)
{
    struct nh_proof proof = {.key = true};
    struct nh_identity gone = {.fingerprint = (char *)"AA:BB"};
    struct nh_store *store = open_store(NH_STORE_READ);
    (void)state;
    assert_int_equal(nh_verify(store, &gone, &proof, &err), NH_NO_IDENTITY);
    memset(gone.key_id, 'a', sizeof gone.key_id - 1);
    assert_int_equal(nh_verify(store, &gone, &proof, &err), NH_NO_IDENTITY);
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
        cmocka_unit_test(an_issuer_is_the_right_one),
        cmocka_unit_test(a_key_of_another_does_not_sign),
        cmocka_unit_test(a_use_is_one_of_a_person),
        cmocka_unit_test(what_is_gone_is_told),
        cmocka_unit_test(all_of_it_is_judged),
    };
    return cmocka_run_group_tests(tests, make_files, leave_folder);
}
