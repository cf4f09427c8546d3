/* SPDX-License-Identifier: MPL-2.0 */
/* PKCS#12 from the inside: forms of the password, damage, how the key is stored. */
#include "certificate/find.h"
#include "fixture.h"
#include "formats/incoming.h"
#include "formats/keyfile.h"
#include "formats/pfx.h"

#include <cert.h>
#include <keyhi.h>
#include <pk11pub.h>

static int make_files(void **state)
{
    if (make_profile(state) < 0)
        return -1;
    make_ca();
    sh("exec 2>/dev/null; openssl req -new -newkey rsa:2048 -nodes -keyout u.key -out u.csr"
       " -subj /CN=u");
    issue("u.csr", "u.pem", "5");
    sh("exec 2>/dev/null; pack() { openssl pkcs12 -export -inkey u.key -in u.pem -iter 1 -nomaciter"
       " \"$@\"; }; pack -certfile ca/issuing.pem -passout pass:secret -out u.p12"
       " && pack -legacy -passout pass:secret -out old.p12 && pack -passout pass: -out empty.p12"
       " && pack -passout pass:日本 -out japan.p12 && pack -passout pass:🔑 -out key.p12"
       " && openssl pkcs8 -topk8 -in u.key -iter 1 -passout pass:secret -out u.enc"
       " && cat u.enc u.pem ca/issuing.pem >both.pem"
       " && pack -passout pass:x -nomac -out nomac.p12 && pack -passout pass:é -out accent.p12"
       " && (cat u.p12; echo) >newline.p12 && head -c 900 u.p12 >cut.p12");
    return 0;
}

static void the_password_is_tried_in_each_form(void **state)
{
    static const struct {
        const char *file, *password;
        enum nh_status status;
    } cases[] = {
        {"u.p12", "secret", NH_OK},       {"old.p12", "secret", NH_OK},
        {"newline.p12", "secret", NH_OK}, {"empty.p12", "", NH_OK},
        {"japan.p12", "日本", NH_OK},     {"key.p12", "🔑", NH_OK},
        {"accent.p12", "é", NH_OK},       {"accent.p12", "\xe9", NH_OK},
        {"u.p12", "Secret", NH_PASSWORD}, {"u.p12", "secret ", NH_PASSWORD},
        {"u.p12", "", NH_PASSWORD},       {"u.p12", "\xff\xfe", NH_PASSWORD},
        {"empty.p12", "x", NH_PASSWORD},  {"u.p12", NULL, NH_PASSWORD},
        {"nomac.p12", "x", NH_BAD_DATA},  {"cut.p12", "secret", NH_BAD_DATA},
        {"u.pem", "secret", NH_BAD_DATA},
    };
    (void)state;
    struct nh_store *store = open_store(NH_STORE_READ);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_buf out = {0}, file = read_file(cases[i].file);
        unsigned long rounds = 0;
        enum nh_status status =
            nh_pfx_open(file.data, file.length, cases[i].password, &rounds, &out, &err);
        if (status != cases[i].status || !status != (out.length && *out.data == 0x30))
            fail_msg("%s \"%s\": %s, %zu", cases[i].file, cases[i].password, nh_status_name(status),
                     out.length);
        nh_buf_reset(&out);
        nh_buf_reset(&file);
    }
    close_store(store);
}

/* Another form of the password is as much work again. */
static void the_work_of_each_form_counts(void **state)
{
    static const struct {
        const char *password;
        unsigned long rounds;
    } cases[] = {{"secret", 1}, {"Secret", 1}, {"é", 2}, {"", 2}};
    (void)state;
    struct nh_store *store = open_store(NH_STORE_READ);
    struct nh_buf out = {0}, file = read_file("u.p12");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned long rounds = 0;
        nh_pfx_open(file.data, file.length, cases[i].password, &rounds, &out, &err);
        assert_int_equal(rounds, cases[i].rounds);
        nh_buf_reset(&out);
    }
    nh_buf_reset(&file);
    close_store(store);
}

static void a_pfx_is_told_from_others(void **state)
{
    static const unsigned char ber[] = {0x30, 0x80, 2, 1, 3, 0x30, 0x80};
    static const unsigned char tail[] = {0x30, 0x80, 2, 1, 3};
    static const unsigned char set[] = {0x31, 0x80, 2, 1, 3, 0x30, 0x80};
    static const unsigned char large[] = {0x30, 0x84, 0, 0, 0, 5, 2, 1, 3, 0x30, 0};
    static const unsigned char larger[] = {0x30, 0x85, 0, 0, 0, 0, 5, 2, 1, 3, 0x30, 0};
    (void)state;
    struct nh_buf file = read_file("u.p12"), pem = read_file("u.pem"), key;
    sh("openssl pkey -in u.key -outform DER -out u.der && openssl x509 -in u.pem -outform DER >c.der");
    assert_true(nh_pfx_recognise(file.data, file.length));
    assert_true(nh_pfx_recognise(file.data, 20));
    assert_true(nh_pfx_recognise(ber, sizeof ber));
    assert_true(nh_pfx_recognise(large, sizeof large));
    assert_false(nh_pfx_recognise(larger, sizeof larger));
    assert_false(nh_pfx_recognise(tail, sizeof tail));
    assert_false(nh_pfx_recognise(set, sizeof set));
    assert_false(nh_pfx_recognise(pem.data, pem.length));
    assert_false(nh_pfx_recognise("", 0));
    assert_false(nh_pfx_recognise("\x30", 1));
    for (size_t i = 0; i < 2; i++) {
        key = read_file(i ? "u.der" : "c.der");
        assert_false(nh_pfx_recognise(key.data, key.length));
        nh_buf_reset(&key);
    }
    nh_buf_reset(&file);
    nh_buf_reset(&pem);
}

/* Before anything of it is looked at. */
static void a_file_has_a_bound(void **state)
{
    unsigned char *data = calloc(1, NH_PFX_SIZE_MOST + 1);
    struct nh_buf out = {0};
    unsigned long rounds = 0;
    (void)state;
    assert_non_null(data);
    struct nh_store *store = open_store(NH_STORE_READ);
    assert_int_equal(nh_pfx_open(data, NH_PFX_SIZE_MOST, "x", &rounds, &out, &err), NH_BAD_DATA);
    assert_int_equal(nh_pfx_open(data, NH_PFX_SIZE_MOST + 1, "x", &rounds, &out, &err),
                     NH_TOO_LARGE);
    close_store(store);
    free(data);
}

static const struct nh_opening opening = {.password = "secret"};

static enum nh_status import(struct nh_store *store, const unsigned char *data, size_t length,
                             struct nh_keyfile **out)
{
    enum nh_status status = nh_keyfile_open(store, data, length, &opening, out, &err);
    if (!status)
        status = nh_keyfile_store(*out, &err);
    if (status)
        nh_keyfile_free(out);
    return status;
}

static size_t count_keys(struct nh_store *store)
{
    size_t count = 0;
    SECKEYPrivateKeyList *list = PK11_ListPrivKeysInSlot(nh_store_slot(store), NULL, NULL);
    SECKEYPrivateKeyListNode *node = list ? PRIVKEY_LIST_HEAD(list) : NULL;
    for (; node && !PRIVKEY_LIST_END(node, list); node = PRIVKEY_LIST_NEXT(node))
        count++;
    if (list)
        SECKEY_DestroyPrivateKeyList(list);
    return count;
}

/* A copy of exactly that length lets the sanitizer see a read beyond its end. */
static void damage(struct nh_store *store, const char *name, size_t step)
{
    struct nh_buf file = read_file(name);
    for (size_t length = 0; length < file.length; length += step) {
        struct nh_keyfile *keyfile = NULL;
        unsigned char *copy = malloc(length ? length : 1);
        assert_non_null(copy);
        memcpy(copy, file.data, length);
        nh_keyfile_recognise(copy, length);
        if (!import(store, copy, length, &keyfile) && strstr(name, ".p12"))
            fail_msg("%s cut at %zu", name, length);
        nh_keyfile_free(&keyfile); /* it may work: PEM may be cut after all that is needed */
        free(copy);
        unsigned char old = file.data[length];
        file.data[length] ^= 0x55;
        import(store, file.data, file.length, &keyfile);
        nh_keyfile_free(&keyfile); /* the byte may be one that nothing checks */
        file.data[length] = old;
    }
    nh_buf_reset(&file);
}

static void survives_damage(void **state)
{
    (void)state;
    struct nh_store *store = open_store(NH_STORE_WRITE);
    struct nh_keyfile *keyfile = NULL;
    struct nh_buf file = read_file("u.pem");
    struct nh_bufs certificates = {0};
    assert_int_equal(nh_keyfile_open(store, file.data, file.length, &opening, &keyfile, &err),
                     NH_OK);
    assert_true(nh_keyfile_is_keyless(keyfile, &certificates));
    assert_int_equal(certificates.count, 1);
    nh_keyfile_free(&keyfile);
    nh_bufs_reset(&certificates);
    nh_buf_reset(&file);
    damage(store, "u.p12", 1);
    damage(store, "both.pem", 3);
    close_store(store);
}

static bool has(SECKEYPrivateKey *key, CK_ATTRIBUTE_TYPE attribute)
{
    return PK11_HasAttributeSet(key->pkcs11Slot, key->pkcs11ID, attribute, PR_FALSE);
}

/* Into an empty profile, and once more. */
static void store_sensitive(const char *name)
{
    struct nh_store *store = open_store(NH_STORE_WRITE);
    struct nh_keyfile *keyfile = NULL;
    struct nh_buf file = read_file(name);
    assert_int_equal(nh_keyfile_open(store, file.data, file.length, &opening, &keyfile, &err),
                     NH_OK);
    const struct nh_incomings *responses = nh_keyfile_incoming(keyfile);
    assert_int_equal(responses->count, 1);
    assert_string_equal(responses->items[0].identity->nickname, "");
    assert_string_equal(responses->items[0].identity->chain[0], "Issuing");
    assert_int_equal(responses->items[0].intermediates, 1);
    assert_int_equal(count_keys(store), 0);
    assert_int_equal(nh_keyfile_store(keyfile, &err), NH_OK);
    assert_string_equal(responses->items[0].identity->nickname, "u's Test ID");
    CERTCertificate *certificate = nh_identity_stored(store, responses->items[0].identity);
    assert_non_null(certificate);
    SECKEYPrivateKey *key = PK11_FindKeyByAnyCert(certificate, NULL);
    assert_non_null(key);
    assert_true(has(key, CKA_SENSITIVE));
    assert_true(has(key, CKA_PRIVATE));
    assert_true(has(key, CKA_TOKEN));
    assert_int_equal(count_keys(store), 1);
    SECKEY_DestroyPrivateKey(key);
    CERT_DestroyCertificate(certificate);
    nh_keyfile_free(&keyfile);
    assert_int_equal(import(store, file.data, file.length, &keyfile), NH_OK);
    assert_true(nh_keyfile_incoming(keyfile)->items[0].known);
    assert_int_equal(count_keys(store), 1);
    nh_keyfile_free(&keyfile);
    nh_buf_reset(&file);
    close_store(store);
}

static void the_key_is_stored_sensitive(void **state)
{
    (void)state;
    sh("cp -r p empty");
    store_sensitive("u.p12");
    sh("rm -r p && cp -r empty p");
    store_sensitive("both.pem");
    sh("rm -r p && mv empty p");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_password_is_tried_in_each_form),
        cmocka_unit_test(the_work_of_each_form_counts),
        cmocka_unit_test(a_pfx_is_told_from_others),
        cmocka_unit_test(a_file_has_a_bound),
        cmocka_unit_test(the_key_is_stored_sensitive),
        cmocka_unit_test(survives_damage),
    };
    return cmocka_run_group_tests(tests, make_files, leave_folder);
}
