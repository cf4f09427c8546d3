/* SPDX-License-Identifier: MPL-2.0 */
/* Every form that CAs send certificates in, and what is none. */
#include "fixture.h"
#include "formats/certfile.h"
#include "formats/keyfile.h"
#include "memory.h"

static struct nh_store *store;

static int make_files(void **state)
{
    if (make_profile(state) < 0)
        return -1;
    make_ca();
    sh("exec 2>/dev/null; openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
       " -keyout u.key -out u.csr -subj /CN=u");
    issue("u.csr", "u.pem", "5");
    sh("exec 2>/dev/null; cat u.pem ca/issuing.pem ca/root.pem >chain.pem"
       " && openssl x509 -in u.pem -outform DER -out u.der"
       " && openssl crl2pkcs7 -nocrl -certfile chain.pem -outform DER -out chain.p7b"
       " && openssl crl2pkcs7 -nocrl -certfile chain.pem -out p7b.pem"
       " && openssl nseq -toseq -in chain.pem -out nseq.pem"
       " && grep -v -- ----- nseq.pem | base64 -d >nseq.der"
       " && grep -v -- ----- u.pem >bare && tr -d '\\n' <bare >line"
       " && sed 's/$/\\r/' chain.pem >crlf"
       " && (echo Dear; openssl x509 -in u.pem -text; echo bye; cat ca/issuing.pem) >around"
       " && sed 's/CERTIFICATE/X509 CERTIFICATE/' u.pem >x509"
       " && sed 's/PKCS7/PKCS #7 SIGNED DATA/' p7b.pem >signed"
       " && (cat u.key u.csr u.pem) >mixed"
       " && iconv -f latin1 -t utf-8 u.der >mangled.der"
       " && iconv -f latin1 -t utf-8 chain.p7b >mangled.p7b"
       " && openssl pkcs12 -export -in u.pem -inkey u.key -passout pass:x -out u.p12"
       " && openssl pkcs8 -topk8 -in u.key -iter 1 -passout pass:x -out u.enc"
       " && cat u.enc u.pem >keys.pem && base64 u.p12 >p12.b64 && openssl pkey -in u.key -outform DER -out key.der"
       " && openssl req -in u.csr -outform DER -out csr.der"
       " && head -c 200 u.der >cut.der && head -6 u.pem >cut.pem"
       " && head -c -1 u.pem >last.pem && head -c -6 u.pem >endless.pem"
       " && (cat u.pem; sed 4d u.pem) >half && : >empty && printf '0' >zero && printf '0\\202' >two"
       " && printf '\\060\\204\\377\\377\\377\\377' >length"
       " && (for i in $(seq 513); do cat u.pem; done) >many && (for i in $(seq 512); do cat u.pem; done) >most"
       " && printf '%%s\\n' '-----BEGIN CERTIFICATE-----' '-----END CERTIFICATE-----' >hollow"
       " && printf '%%s' '-----BEGIN ' >begun && head -c 5000 /dev/zero >zeros"
       " && (cat u.der; echo) >newline.der && (cat chain.p7b; printf '\\r\\n\\r\\n') >newlines.p7b"
       " && (printf '\\n\\r\\n \\n'; cat u.der) >blank.der && (echo; echo; cat chain.p7b; echo) >blank.p7b"
       " && (echo; cat mangled.der) >blank.mangled && (echo; cat u.p12) >blank.p12"
       " && (cat u.der; echo x) >tail.der && (echo x; cat u.der) >head.der");
    store = open_store(NH_STORE_READ);
    return 0;
}

static int drop_files(void **state)
{
    close_store(store);
    return leave_folder(state);
}

static const char *const chain[] = {"u.pem", "ca/issuing.pem", "ca/root.pem"};

/* Is it the certificate of that PEM file? */
static void assert_same(const struct nh_buf *der, const char *pem)
{
    write_file("found", der->data, der->length);
    sh("openssl x509 -in %s -outform DER | cmp -s - found", pem);
}

static void reads_every_form(void **state)
{
    static const struct {
        const char *file;
        size_t count;
    } cases[] = {
        {"u.der", 1},     {"u.pem", 1},         {"chain.pem", 3},    {"chain.p7b", 3},
        {"p7b.pem", 3},   {"nseq.pem", 3},      {"nseq.der", 3},     {"bare", 1},
        {"line", 1},      {"crlf", 3},          {"around", 2},       {"x509", 1},
        {"signed", 3},    {"mixed", 1},         {"mangled.der", 1},  {"mangled.p7b", 3},
        {"most", 512},    {"newline.der", 1},   {"newlines.p7b", 3}, {"blank.der", 1},
        {"blank.p7b", 3}, {"blank.mangled", 1}, {"last.pem", 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_bufs out = {0};
        struct nh_buf file = read_file(cases[i].file);
        enum nh_status status = nh_certfile_read(file.data, file.length, &out, &err);
        if (status || out.count != cases[i].count)
            fail_msg("%s: %s, %zu certificates", cases[i].file, status ? err.message : "",
                     out.count);
        assert_same(&out.items[0], chain[0]);
        for (size_t k = 1; k < out.count && k < 3 && strcmp(cases[i].file, "most") != 0; k++)
            assert_same(&out.items[k], chain[k]);
        nh_bufs_reset(&out);
        nh_buf_reset(&file);
    }
}

static void refuses_what_is_none(void **state)
{
    static const struct {
        const char *file;
        enum nh_status status;
    } cases[] = {
        {"empty", NH_NO_CERTIFICATE},   {"zero", NH_NO_CERTIFICATE},
        {"zeros", NH_NO_CERTIFICATE},   {"u.key", NH_NO_CERTIFICATE},
        {"u.csr", NH_NO_CERTIFICATE},   {"cut.pem", NH_BAD_DATA},
        {"endless.pem", NH_BAD_DATA},   {"cut.der", NH_BAD_DATA},
        {"half", NH_BAD_DATA},          {"length", NH_BAD_DATA},
        {"hollow", NH_BAD_DATA},        {"begun", NH_BAD_DATA},
        {"many", NH_BAD_DATA},          {"u.p12", NH_BAD_DATA},
        {"p12.b64", NH_BAD_DATA},       {"two", NH_BAD_DATA},
        {"key.der", NH_NO_CERTIFICATE}, {"csr.der", NH_NO_CERTIFICATE},
        {"tail.der", NH_BAD_DATA},      {"head.der", NH_NO_CERTIFICATE},
        {"blank.p12", NH_BAD_DATA},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_bufs out = {0};
        struct nh_buf file = read_file(cases[i].file);
        enum nh_status status = nh_certfile_read(file.data, file.length, &out, &err);
        if (status != cases[i].status)
            fail_msg("%s: %s", cases[i].file, nh_status_name(status));
        assert_int_equal(out.count, 0);
        assert_null(out.items);
        nh_buf_reset(&file);
    }
}

static void names_pkcs12(void **state)
{
    struct nh_bufs out = {0};
    struct nh_buf file = read_file("u.p12");
    (void)state;
    assert_int_equal(nh_certfile_read(file.data, file.length, &out, &err), NH_BAD_DATA);
    assert_non_null(strstr(err.message, "PKCS#12"));
    nh_buf_reset(&file);
    file = read_file("blank.p12");
    assert_true(nh_keyfile_recognise(file.data, file.length));
    nh_buf_reset(&file);
}

/* Cut off anywhere, or with any byte changed, it is an error and no crash. A copy of exactly
   that length lets the sanitizer see a read beyond its end. */
static void survives_damage(void **state)
{
    static const char *const files[] = {"u.der", "chain.p7b", "nseq.der", "mangled.der", "u.pem"};
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct nh_buf file = read_file(files[i]);
        for (size_t length = 0; length < file.length; length++) {
            struct nh_bufs out = {0};
            unsigned char *copy = malloc(length ? length : 1);
            assert_non_null(copy);
            memcpy(copy, file.data, length);
            enum nh_status status = nh_certfile_read(copy, length, &out, &err);
            if (!status && !strstr(files[i], ".pem"))
                fail_msg("%s, cut at %zu", files[i], length);
            nh_bufs_reset(&out);
            copy[length / 2] ^= 0x55;
            nh_certfile_read(copy, length, &out, &err);
            nh_bufs_reset(&out);
            free(copy);
        }
        nh_buf_reset(&file);
    }
}

/* Reads one file while the n-th allocation fails; false if there are fewer. A whole file is never
   called damaged, nor of another kind, because the only copy could be given up for that. */
static bool reads_without(const char *name, const struct nh_buf *file, long n, bool onwards)
{
    struct nh_bufs certificates = {0};
    struct nh_keyfile *keys = NULL;
    struct nh_opening opening = {.password = "x"};
    take_memory(n, onwards);
    enum nh_status status =
        nh_keyfile_recognise(file->data, file->length)
            ? nh_keyfile_open(store, file->data, file->length, &opening, &keys, &err)
            : nh_certfile_read(file->data, file->length, &certificates, &err);
    bool had = give_memory_back();
    if (status == NH_BAD_DATA || status == NH_NO_CERTIFICATE || status == NH_NO_KEY)
        fail_msg("%s without allocation %ld%s: %s", name, n, onwards ? "+" : "", err.message);
    if (status && !had)
        fail_msg("%s: %s", name, err.message);
    if (!status && (keys == NULL) == (certificates.count == 0))
        fail_msg("%s without allocation %ld%s: nothing", name, n, onwards ? "+" : "");
    nh_keyfile_free(&keys);
    nh_bufs_reset(&certificates);
    return had;
}

/* NSS's cryptography may crash without memory, so a file with keys is tried only up to there. */
#define BEFORE_DECRYPTING 24

static void memory_that_runs_out_is_no_damage(void **state)
{
    static const struct {
        const char *name;
        bool keys;
    } files[] = {{"u.der", false},       {"u.pem", false},    {"chain.p7b", false},
                 {"bare", false},        {"nseq.der", false}, {"mangled.der", false},
                 {"newline.der", false}, {"u.p12", true},     {"p12.b64", true},
                 {"keys.pem", true}};
    (void)state;
    if (!CAN_TAKE_MEMORY)
        skip();
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct nh_buf file = read_file(files[i].name);
        for (int onwards = 0; onwards < 2; onwards++) {
            long n = 1, most = files[i].keys ? BEFORE_DECRYPTING : LONG_MAX;
            while (n <= most && reads_without(files[i].name, &file, n, onwards))
                n++;
            if (n < BEFORE_DECRYPTING)
                fail_msg("%s: %ld allocations", files[i].name, n);
        }
        nh_buf_reset(&file);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_form),
        cmocka_unit_test(refuses_what_is_none),
        cmocka_unit_test(names_pkcs12),
        cmocka_unit_test(survives_damage),
        cmocka_unit_test(memory_that_runs_out_is_no_damage),
    };
    return cmocka_run_group_tests(tests, make_files, drop_files);
}
