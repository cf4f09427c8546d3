/* SPDX-License-Identifier: MPL-2.0 */
#include "base/language.h"
#include "certificate/chain.h"
#include "certificate/describe.h"
#include "certificate/find.h"
#include "certificate/request.h"
#include "fixture.h"
#include "formats/certfile.h"
#include "formats/incoming.h"
#include "nss/key.h"

#include <cert.h>

static struct nh_store *store;

/* A key in the profile and its request in a file. */
static void make_request(const char *subject, const char *file)
{
    struct nh_key *key = NULL;
    struct nh_buf csr = {0};
    struct nh_request request = {.subject = subject};
    assert_int_equal(nh_key_prepare(store, NH_KEY_P_256, &key, &err), NH_OK);
    assert_int_equal(nh_request_pkcs10(key, &request, &csr, &err), NH_OK);
    assert_int_equal(nh_key_keep(&store, &key, &err), NH_OK);
    write_file("der", csr.data, csr.length);
    sh("openssl req -inform DER -in der -out %s", file);
    nh_buf_reset(&csr);
}

static int make_files(void **state)
{
    if (make_profile(state) < 0)
        return -1;
    make_ca();
    sh("cp -r ca other && cd other && exec 2>/dev/null"
       " && openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout issuing.key"
       " -out issuing.csr -subj '/O=Test/CN=Issuing'"
       " && openssl x509 -req -in issuing.csr -CA root.pem -CAkey root.key -set_serial 3"
       " -extfile ext -out issuing.pem");
    store = open_store(NH_STORE_WRITE);
    make_request("CN=Taro Yamada,O=Example,C=JP", "taro.csr");
    make_request("CN=Hanako", "hanako.csr");
    make_request("O=No common name", "nameless.csr");
    issue("taro.csr", "taro.pem", "0x01AF");
    issue("taro.csr", "again.pem", "0x0200");
    issue("hanako.csr", "hanako.pem", "12345678");
    issue("nameless.csr", "nameless.pem", "0x8000000000000001");
    sh("exec 2>/dev/null; openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
       " -keyout k -subj /CN=stranger -out stranger.pem"
       " && cat taro.pem ca/issuing.pem other/issuing.pem ca/root.pem stranger.pem >chain.pem");
    return 0;
}

static int drop_files(void **state)
{
    close_store(store);
    return leave_folder(state);
}

static struct nh_bufs certificates_of(const char *path)
{
    struct nh_bufs out = {0};
    struct nh_buf file = read_file(path);
    assert_int_equal(nh_certfile_read(file.data, file.length, &out, &err), NH_OK);
    nh_buf_reset(&file);
    return out;
}

static size_t count_identities(void)
{
    struct nh_identities list = {0};
    assert_int_equal(nh_identities_list(store, &list, &err), NH_OK);
    size_t count = list.count;
    nh_identities_reset(&list);
    return count;
}

static struct nh_incoming install(const char *path, const char *language)
{
    struct nh_incoming response = {0};
    struct nh_bufs bufs = certificates_of(path);
    nh_language_set(language);
    if (nh_incoming_store(store, &bufs, &response, &err))
        fail_msg("%s: %s", path, err.message);
    nh_bufs_reset(&bufs);
    return response;
}

static void an_answer_is_read_without_storing(void **state)
{
    struct nh_incoming response = {0};
    struct nh_bufs bufs = certificates_of("chain.pem");
    (void)state;
    assert_int_equal(nh_incoming_read(store, &bufs, &response, &err), NH_OK);
    assert_string_equal(response.identity->name, "Taro Yamada");
    assert_string_equal(response.identity->nickname, "");
    assert_false(response.known);
    assert_false(response.renewed);
    assert_int_equal(response.intermediates, 2); /* and the root */
    nh_incoming_reset(&response);
    assert_null(response.identity);
    nh_bufs_reset(&bufs);
    assert_int_equal(count_identities(), 0);
}

static void a_stranger_is_refused(void **state)
{
    static const char *const files[] = {"stranger.pem", "ca/root.pem", "ca/issuing.pem"};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct nh_incoming response = {0};
        struct nh_bufs bufs = certificates_of(files[i]);
        assert_int_equal(nh_incoming_read(store, &bufs, &response, &err), NH_OTHER_CA);
        assert_int_equal(nh_incoming_store(store, &bufs, &response, &err), NH_OTHER_CA);
        assert_null(response.identity);
        nh_bufs_reset(&bufs);
    }
    struct nh_bufs none = {0};
    struct nh_incoming response = {0};
    assert_int_equal(nh_incoming_read(store, &none, &response, &err), NH_NO_CERTIFICATE);
}

static void a_chain_goes_in_once(void **state)
{
    (void)state;
    struct nh_incoming response = install("chain.pem", "en");
    assert_false(response.known);
    assert_false(response.renewed);
    assert_int_equal(response.intermediates, 2); /* and the root */
    assert_string_equal(response.identity->nickname, "Taro Yamada's Test ID");
    assert_string_equal(response.identity->chain[0], "Issuing");
    nh_incoming_reset(&response);
    response = install("chain.pem", "ja");
    assert_true(response.known);
    assert_int_equal(response.intermediates, 0);
    assert_string_equal(response.identity->nickname, "Taro Yamada's Test ID");
    nh_incoming_reset(&response);
    assert_int_equal(count_identities(), 1);
    sh("test $(certutil -L -d sql:p | grep -c ',.*,') = 4"); /* with the heading */
    sh("certutil -L -d sql:p | grep -q '^Issuing.* ,, *$'");
}

static void a_second_certificate_of_a_key_is_told(void **state)
{
    (void)state;
    struct nh_incoming response = install("again.pem", "en");
    assert_false(response.known);
    assert_true(response.renewed);
    nh_incoming_reset(&response);
    assert_int_equal(count_identities(), 2);
}

static void an_identity_is_described(void **state)
{
    struct nh_incoming response = install("hanako.pem", "ja");
    const struct nh_identity *it = response.identity;
    (void)state;
    assert_string_equal(it->subject, "CN=Hanako");
    assert_string_equal(it->name, "Hanako");
    assert_string_equal(it->emails[0], "t@example.jp");
    assert_null(it->emails[1]);
    assert_string_equal(it->issuer, "CN=Issuing,O=Test");
    assert_string_equal(it->issuer_name, "Issuing");
    assert_string_equal(it->serial_hex, "BC:61:4E");
    assert_string_equal(it->serial_decimal, "12345678");
    assert_string_equal(it->key, "EC P-256");
    assert_true(it->login);
    assert_false(it->mail);
    assert_string_equal(it->nickname, "Hanako の Test ID");
    assert_int_equal(it->not_after - it->not_before, 30 * 86400);
    assert_int_equal(strlen(it->fingerprint), 95);
    sh("openssl x509 -in hanako.pem -noout -fingerprint -sha256 | grep -q '=%s$'", it->fingerprint);
    sh("test $(openssl x509 -in hanako.pem -noout -pubkey | openssl pkey -pubin -outform DER |"
       " sha256sum | cut -c1-64) = %s",
       it->key_hash);
    nh_incoming_reset(&response);
    response = install("nameless.pem", "en");
    assert_string_equal(response.identity->name, "t@example.jp");
    assert_string_equal(response.identity->serial_hex, "80:00:00:00:00:00:00:01");
    assert_string_equal(response.identity->serial_decimal, "9223372036854775809");
    nh_incoming_reset(&response);
}

static enum nh_status find(const char *id, char name[64])
{
    struct nh_identity *found = NULL;
    enum nh_status status = nh_identity_find(store, id, &found, &err);
    snprintf(name, 64, "%s", found ? found->name : "");
    nh_identity_free(&found);
    return status;
}

static void ids_are_found(void **state)
{
    static const struct {
        const char *id;
        enum nh_status status;
    } cases[] = {
        {"12345678", NH_OK},
        {"00012345678", NH_OK},
        {"0xBC614E", NH_OK},
        {"0xbc614e", NH_OK},
        {"bc:61:4e", NH_OK},
        {"00:BC:61:4E", NH_OK},
        {"BC614E", NH_USAGE},
        {"00BC614E", NH_NO_IDENTITY}, /* it would be a fingerprint */
        {"12345679", NH_NO_IDENTITY},
        {"0x12345678", NH_NO_IDENTITY},
        {"bc:61:4f", NH_NO_IDENTITY},
        {"ffffffffffff", NH_NO_IDENTITY},
        {"", NH_USAGE},
        {"Hanako", NH_OK},
        {"hANAKO", NH_OK},
        {"Hanako ", NH_NO_IDENTITY},
        {"Hanak", NH_NO_IDENTITY},
        {"0x", NH_USAGE},
        {":", NH_USAGE},
        {"-1", NH_USAGE},
        {" 12345678", NH_USAGE},
        {"1234567\xff", NH_USAGE},
    };
    char name[64];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum nh_status status = find(cases[i].id, name);
        if (status != cases[i].status)
            fail_msg("\"%s\": %s", cases[i].id, nh_status_name(status));
        assert_string_equal(name, !status ? "Hanako" : "");
    }
}

/* Every beginning of a fingerprint, in three spellings, finds just that one. */
static void fingerprints_are_found(void **state)
{
    struct nh_identities list = {0};
    (void)state;
    assert_int_equal(nh_identities_list(store, &list, &err), NH_OK);
    assert_int_equal(list.count, 4);
    for (size_t i = 0; i < list.count; i++) {
        const char *full = list.items[i]->fingerprint;
        char plain[96] = "", start[96];
        for (const char *p = full; *p; p++)
            if (*p != ':')
                strncat(plain, p, 1);
        for (int length = 8; length <= 64; length++) {
            struct nh_identity *found = NULL;
            snprintf(start, sizeof start, "%.*s", length, plain);
            assert_int_equal(nh_identity_find(store, start, &found, &err), NH_OK);
            assert_string_equal(found->fingerprint, full);
            nh_identity_free(&found);
        }
        struct nh_identity *found = NULL;
        snprintf(start, sizeof start, "%.23s", full);
        assert_int_equal(nh_identity_find(store, start, &found, &err), NH_OK);
        assert_string_equal(found->fingerprint, full);
        nh_identity_free(&found);
        snprintf(start, sizeof start, "%.7s", plain);
        assert_int_not_equal(nh_identity_find(store, start, &found, &err), NH_OK);
        snprintf(start, sizeof start, "0x%.8s", plain);
        assert_int_equal(nh_identity_find(store, start, &found, &err), NH_NO_IDENTITY);
    }
    nh_identities_reset(&list);
}

static CERTCertificate *decoded(const char *path)
{
    struct nh_bufs bufs = certificates_of(path);
    CERTCertificate *certificate = nh_certfile_decode(&bufs.items[0]);
    assert_non_null(certificate);
    nh_bufs_reset(&bufs);
    return certificate;
}

/* One that signs itself, with its name and other options. */
static struct nh_identity *described(const char *subject, const char *options)
{
    sh("openssl req -x509 -key k -subj '%s' %s -out one.pem", subject, options);
    CERTCertificate *certificate = decoded("one.pem");
    struct nh_identity *identity = nh_describe(certificate);
    assert_non_null(identity);
    CERT_DestroyCertificate(certificate);
    return identity;
}

/* Fifteen units of 64 bytes and a short name are 1,024 bytes as a text. */
static void texts_have_a_bound(void **state)
{
    char subject[1200] = "";
    (void)state;
    for (int i = 0; i < 15; i++)
        snprintf(subject + strlen(subject), 80, "/OU=%064d", i);
    for (int i = 0; i < 2; i++) {
        char whole[1300];
        snprintf(whole, sizeof whole, "/CN=x%s%s", i ? "y" : "", subject);
        struct nh_identity *identity = described(whole, "");
        assert_int_equal(strlen(identity->subject), 1024);
        assert_string_equal(identity->subject + 1020, "CN=x");
        assert_int_equal(strlen(identity->name), i ? 2 : 1);
        nh_identity_free(&identity);
    }
}

static void addresses_have_a_bound(void **state)
{
    char options[4096] = "-addext subjectAltName=";
    size_t count = 0;
    (void)state;
    for (int i = 0; i < 65; i++) {
        snprintf(options + strlen(options), 40, "%semail:a%d@a.example", i ? "," : "", i);
        if (i < 63)
            continue;
        struct nh_identity *identity = described("/CN=x", options);
        for (count = 0; identity->emails[count];)
            count++;
        assert_int_equal(count, 64);
        nh_identity_free(&identity);
    }
}

/* Twenty-one issuers, one above the other. */
static void a_chain_has_a_bound(void **state)
{
    CERTCertificate *all[NH_CHAIN_MAX + 2], *issuers[NH_CHAIN_MAX];
    char name[32];
    (void)state;
    sh("openssl req -x509 -key k -subj /CN=0 -days 9 -out 0.crt");
    sh("for i in $(seq %d); do openssl req -new -key k -subj /CN=$i -out csr; openssl x509 -req -in csr"
       " -CA $((i - 1)).crt -CAkey k -days 9 -set_serial $i -extfile ca/ext -out $i.crt; done 2>/dev/null",
       NH_CHAIN_MAX + 1);
    for (int i = 0; i <= NH_CHAIN_MAX + 1; i++) {
        snprintf(name, sizeof name, "%d.crt", i);
        all[i] = decoded(name);
    }
    for (int i = NH_CHAIN_MAX; i <= NH_CHAIN_MAX + 1; i++) {
        size_t count = nh_chain_of(all[i], issuers);
        assert_int_equal(count, NH_CHAIN_MAX);
        assert_int_equal(issuers[count - 1]->isRoot, i == NH_CHAIN_MAX);
        while (count)
            CERT_DestroyCertificate(issuers[--count]);
    }
    for (int i = 0; i <= NH_CHAIN_MAX + 1; i++)
        CERT_DestroyCertificate(all[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_read_without_storing),
        cmocka_unit_test(a_stranger_is_refused),
        cmocka_unit_test(a_chain_goes_in_once),
        cmocka_unit_test(a_second_certificate_of_a_key_is_told),
        cmocka_unit_test(an_identity_is_described),
        cmocka_unit_test(texts_have_a_bound),
        cmocka_unit_test(addresses_have_a_bound),
        cmocka_unit_test(a_chain_has_a_bound),
        cmocka_unit_test(ids_are_found),
        cmocka_unit_test(fingerprints_are_found),
    };
    return cmocka_run_group_tests(tests, make_files, drop_files);
}
