/* SPDX-License-Identifier: MPL-2.0 */
/* What a list says of one certificate. openssl writes and signs it, piece by piece: each case is
   one thing away from a list that counts. */
#include "fixture.h"
#include "revocation/crl.h"
#include "revocation/verdict.h"

#include <cert.h>
#include <certdb.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <time.h>

#define URL "http://crl.example/a"
#define MINUTE 60
#define DAY 86400L

#define STRANGER "did not sign the CRL"
#define OLD "out of date"
#define UNKNOWN "a critical extension that NSS Helper does not know"

static struct nh_store *store;

static CERTCertificate *certificate_of(const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "%s.pem", name);
    struct nh_buf pem = read_file(path);
    CERTCertificate *certificate = CERT_DecodeCertFromPackage((char *)pem.data, (int)pem.length);
    assert_non_null(certificate);
    nh_buf_reset(&pem);
    return certificate;
}

/* A CA of the key and the name that sign the lists, or of others. */
static void make_ca_of(const char *file, const char *key, const char *name, const char *more)
{
    sh("openssl req -x509 -new -key %s.key -subj /CN=%s -days 9 -out %s.pem"
       " -addext basicConstraints=critical,CA:true %s 2>/dev/null",
       key, name, file, more);
}

static int set_up(void **state)
{
    if (make_profile(state) < 0)
        return -1;
    sh("for name in ca other me; do openssl genpkey -algorithm EC -pkeyopt"
       " ec_paramgen_curve:P-256 -out $name.key 2>/dev/null || exit 1; done");
    make_ca_of("ca", "ca", "ca", "-addext keyUsage=keyCertSign,cRLSign");
    make_ca_of("mute", "ca", "ca", "-addext keyUsage=keyCertSign");
    make_ca_of("signs", "ca", "ca", "-addext keyUsage=cRLSign");
    make_ca_of("bare", "ca", "ca", "");
    make_ca_of("renamed", "ca", "cb", "-addext keyUsage=keyCertSign,cRLSign");
    make_ca_of("twin", "other", "ca", "-addext keyUsage=keyCertSign,cRLSign");
    sh("exec 2>/dev/null; openssl req -new -key ca.key -subj /CN=ca -out old.csr && : >index"
       " && printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=index\\nnew_certs_dir=.\\nrand_serial=yes\\n"
       "policy=p\\ndefault_md=sha256\\n[p]\\ncommonName=supplied\\n' >config"
       " && openssl ca -batch -notext -selfsign -config config -keyfile ca.key -in old.csr"
       " -out old.pem -startdate 200101000000Z -enddate 210101000000Z");
    sh("exec 2>/dev/null; openssl req -new -key me.key -subj /CN=me -out me.csr"
       " && echo crlDistributionPoints=URI:" URL " >ext"
       " && openssl x509 -req -in me.csr -CA ca.pem -CAkey ca.key -days 9 -set_serial 0x21"
       " -extfile ext -out me.pem");
    store = open_store(NH_STORE_READ);
    return 0;
}

static int tear_down(void **state)
{
    close_store(store);
    return leave_folder(state);
}

static void put_time(FILE *file, const char *name, long from_now)
{
    char text[32];
    time_t then = time(NULL) + from_now;
    struct tm utc;
    assert_non_null(gmtime_r(&then, &utc));
    strftime(text, sizeof text, "%Y%m%d%H%M%SZ", &utc);
    fprintf(file, "%s=UTCTIME:%s\n", name, text + 2);
}

static int version = 1; /* its number for version 2 */

/* What is signed. An entry, an extension: the words of an asn1parse -genconf section, or NULL. */
struct list {
    long from, until; /* 0: it has no such time */
    const char *serial, *entry, *extension;
};

static void write_config(const struct list *list)
{
    FILE *file = fopen("list", "w");
    assert_non_null(file);
    fprintf(file, "asn1=SEQUENCE:tbs\n[tbs]\nv=INTEGER:%d\na=SEQUENCE:alg\nn=SEQUENCE:name\n",
            version);
    if (list->from)
        put_time(file, "t", list->from);
    if (list->until)
        put_time(file, "u", list->until);
    if (list->serial)
        fputs("w=SEQUENCE:entries\n", file);
    if (list->extension)
        fputs("x=EXPLICIT:0,SEQUENCE:extensions\n", file);
    fputs("[alg]\no=OID:ecdsa-with-SHA256\n[name]\ns=SET:rdn\n[rdn]\nq=SEQUENCE:atv\n"
          "[atv]\no=OID:commonName\nt=UTF8:ca\n[entries]\none=SEQUENCE:one\n",
          file);
    fprintf(file, "[one]\ns=INTEGER:%s\nd=UTCTIME:250101000000Z\n%s",
            list->serial ? list->serial : "1", list->entry ? "x=SEQUENCE:more\n" : "");
    fprintf(file, "[more]\ne=SEQUENCE:what\n[what]\n%s\n", list->entry ? list->entry : "");
    fprintf(file, "[extensions]\ne=SEQUENCE:which\n[which]\n%s\n",
            list->extension ? list->extension : "");
    assert_int_equal(fclose(file), 0);
}

static void add(struct nh_buf *out, const void *data, size_t length)
{
    assert_true(nh_buf_add(out, data, length));
}

/* With its algorithm and signature, in a file of memory. */
static int make_list(const struct list *list)
{
    static const unsigned char algorithm[] = {0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86,
                                              0x48, 0xce, 0x3d, 0x04, 0x03, 0x02};
    write_config(list);
    sh("openssl asn1parse -genconf list -noout -out tbs && openssl dgst -sha256 -sign ca.key"
       " -out signature tbs");
    struct nh_buf tbs = read_file("tbs"), signature = read_file("signature"), all = {0};
    size_t length = tbs.length + sizeof algorithm + 3 + signature.length;
    const unsigned char begin[] = {0x30, 0x82, (unsigned char)(length >> 8), (unsigned char)length};
    const unsigned char bits[] = {0x03, (unsigned char)(signature.length + 1), 0};
    add(&all, begin, sizeof begin);
    add(&all, tbs.data, tbs.length);
    add(&all, algorithm, sizeof algorithm);
    add(&all, bits, sizeof bits);
    add(&all, signature.data, signature.length);
    int fd = memfd_create("list", MFD_CLOEXEC);
    assert_true(fd >= 0 && nh_fd_write(fd, all.data, all.length));
    nh_buf_reset(&tbs);
    nh_buf_reset(&signature);
    nh_buf_reset(&all);
    return fd;
}

static struct nh_revocation judge(const struct list *list, const char *issuer)
{
    struct nh_revocation out = {.by = "CRL", .reason = ""};
    int fd = make_list(list);
    CERTCertificate *ca = certificate_of(issuer), *me = certificate_of("me");
    nh_crl_judge(me, ca, URL, fd, &out);
    CERT_DestroyCertificate(me);
    CERT_DestroyCertificate(ca);
    close(fd);
    return out;
}

static void expect(const char *what, const struct list *list, const char *issuer,
                   enum nh_revocation_state state, const char *word)
{
    struct nh_revocation is = judge(list, issuer);
    const char *said = state == NH_REVOCATION_REVOKED ? is.reason : is.why;
    if (is.state != state || !strstr(said, word))
        fail_msg("%s: %d, \"%s\"", what, (int)is.state, said);
    assert_int_equal(is.said != 0, state != NH_REVOCATION_UNCHECKED);
}

static const struct list empty = {.from = -DAY, .until = DAY};

static void its_ca_signs_lists(void **state)
{
    (void)state;
    expect("the CA", &empty, "ca", NH_REVOCATION_GOOD, "");
    expect("a CA for lists alone", &empty, "signs", NH_REVOCATION_GOOD, "");
    expect("a CA without a key usage", &empty, "bare", NH_REVOCATION_GOOD, "");
    expect("a CA without cRLSign", &empty, "mute", NH_REVOCATION_UNCHECKED, STRANGER);
    expect("another name", &empty, "renamed", NH_REVOCATION_UNCHECKED, STRANGER);
    expect("another key", &empty, "twin", NH_REVOCATION_UNCHECKED, STRANGER);
    expect("a CA that has expired", &empty, "old", NH_REVOCATION_UNCHECKED, "not valid today");
}

/* One of version 1 has no number. */
static void its_version_is_known(void **state)
{
    (void)state;
    for (version = 0; version <= 2; version++)
        expect("a version", &empty, "ca",
               version == 1 ? NH_REVOCATION_GOOD : NH_REVOCATION_UNCHECKED,
               version == 1 ? "" : "not a CRL");
    version = 1;
}

static void its_time_has_come_and_is_not_over(void **state)
{
    static const struct {
        const char *what;
        struct list list;
        const char *why;
    } cases[] = {
        {"no nextUpdate", {.from = -DAY}, OLD},
        {"…of just now", {.from = -MINUTE}, OLD},
        {"an end to come", {.from = -DAY, .until = 5 * MINUTE}, NULL},
        {"an end that is over", {.from = -2 * DAY, .until = -DAY}, OLD},
        {"a little ahead", {.from = 4 * MINUTE, .until = DAY}, NULL},
        {"ahead", {.from = 6 * MINUTE, .until = DAY}, "dated in the future"},
        {"long ago", {.from = -400 * DAY, .until = DAY}, NULL},
        {"no time", {.from = 0}, "not a CRL"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(cases[i].what, &cases[i].list, "ca",
               cases[i].why ? NH_REVOCATION_UNCHECKED : NH_REVOCATION_GOOD,
               cases[i].why ? cases[i].why : "");
}

#define REASON(number) "o=OID:2.5.29.21\nv=OCTWRAP,ENUM:" #number
#define CRITICAL_REASON(number) "o=OID:2.5.29.21\nc=BOOLEAN:TRUE\nv=OCTWRAP,ENUM:" #number
#define OTHER "o=OID:1.2.3.4\nv=OCTWRAP,NULL"
#define CRITICAL(oid) "o=OID:" oid "\nc=BOOLEAN:TRUE\nv=OCTWRAP,NULL"
#define NOT_CRITICAL "o=OID:1.2.3.4\nc=BOOLEAN:FALSE\nv=OCTWRAP,NULL"

static void an_entry_is_of_the_certificate_or_not(void **state)
{
    static const struct {
        const char *serial, *entry;
        enum nh_revocation_state state;
        const char *word;
    } cases[] = {
        {"0x21", NULL, NH_REVOCATION_REVOKED, "unspecified"},
        {"0x20", NULL, NH_REVOCATION_GOOD, ""},
        {"0x22", NULL, NH_REVOCATION_GOOD, ""},
        {"0x2100", NULL, NH_REVOCATION_GOOD, ""},
        {"0x0121", NULL, NH_REVOCATION_GOOD, ""},
        {"0x21", REASON(1), NH_REVOCATION_REVOKED, "keyCompromise"},
        {"0x21", REASON(6), NH_REVOCATION_REVOKED, "certificateHold"},
        {"0x21", REASON(8), NH_REVOCATION_GOOD, ""}, /* removeFromCRL */
        {"0x21", REASON(9), NH_REVOCATION_REVOKED, "privilegeWithdrawn"},
        {"0x22", REASON(8), NH_REVOCATION_GOOD, ""},
        {"0x21", CRITICAL_REASON(1), NH_REVOCATION_REVOKED, "keyCompromise"},
        {"0x21", OTHER, NH_REVOCATION_REVOKED, "unspecified"},
        {"0x21", NOT_CRITICAL, NH_REVOCATION_REVOKED, "unspecified"},
        {"0x21", CRITICAL("1.2.3.4"), NH_REVOCATION_UNCHECKED, UNKNOWN},
        {"0x22", CRITICAL("1.2.3.4"), NH_REVOCATION_UNCHECKED, UNKNOWN},
        {"0x22", OTHER, NH_REVOCATION_GOOD, ""},
        {"0x22", CRITICAL("2.5.29.29"), NH_REVOCATION_UNCHECKED, "shared by several CAs"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct list list = {-DAY, DAY, cases[i].serial, cases[i].entry, NULL};
        char what[16];
        snprintf(what, sizeof what, "case %zu", i);
        expect(what, &list, "ca", cases[i].state, cases[i].word);
    }
}

#define SCOPE(bytes) "o=OID:2.5.29.28\nc=BOOLEAN:TRUE\nv=FORMAT:HEX,OCTETSTRING:" bytes

static void the_list_itself_is_understood(void **state)
{
    static const struct {
        const char *extension, *why;
    } cases[] = {
        {OTHER, NULL},
        {NOT_CRITICAL, NULL},
        {CRITICAL("1.2.3.4"), UNKNOWN},
        {CRITICAL("2.5.29.27"), "only the changes"},
        {CRITICAL("2.5.29.29"), "shared by several CAs"},
        {SCOPE("3000"), NULL},
        {SCOPE("30038101ff"), NULL},
        {SCOPE("30038201ff"), "other kinds of certificates"},
        {SCOPE("3003820100"), NULL},
        {SCOPE("3004830201fe"), "only some reasons"},
        {SCOPE("30038401ff"), "shared by several CAs"},
        {SCOPE("3003840100"), NULL},
        {SCOPE("30038501ff"), "readable form"},
        /* the address of the certificate's distribution point, and one that begins with it */
        {SCOPE("301aa018a0168614687474703a2f2f63726c2e6578616d706c652f61"), NULL},
        {SCOPE("301ba019a0178615687474703a2f2f63726c2e6578616d706c652f6162"), "not the part"},
        {SCOPE("3019a017a0158613687474703a2f2f63726c2e6578616d706c652f"), "not the part"},
        {SCOPE("301aa018a0168614687474703a2f2f63726c2e6578616d706c652f62"), "not the part"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct list list = {-DAY, DAY, NULL, NULL, cases[i].extension};
        char what[16];
        snprintf(what, sizeof what, "case %zu", i);
        expect(what, &list, "ca", cases[i].why ? NH_REVOCATION_UNCHECKED : NH_REVOCATION_GOOD,
               cases[i].why ? cases[i].why : "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(its_ca_signs_lists),
        cmocka_unit_test(its_version_is_known),
        cmocka_unit_test(its_time_has_come_and_is_not_over),
        cmocka_unit_test(an_entry_is_of_the_certificate_or_not),
        cmocka_unit_test(the_list_itself_is_understood),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
