/* SPDX-License-Identifier: MPL-2.0 */
/* Lists of revoked certificates that openssl has made, whole and damaged. */
#include "fixture.h"
#include "revocation/crlread.h"
#include "revocation/derfile.h"

#include <cert.h>
#include <certdb.h>
#include <fcntl.h>
#include <secder.h>
#include <secitem.h>
#include <sys/mman.h>

#define MANY 5000
#define STRANGER "The CA of the certificate did not sign the CRL."
#define SHAPE "The server sent something that is not a CRL."

static struct nh_store *store;

/* What was told of the entries. */
struct told {
    size_t count, reasons;
    long sum; /* of the serials */
};

static void tell(void *context, const CERTCrlEntry *entry)
{
    struct told *told = context;
    told->count++;
    told->reasons += entry->extensions && *entry->extensions;
    told->sum += DER_GetInteger(&entry->serialNumber);
}

/* A CA in "NAME.pem", with a key of openssl's words. */
static void make_signer(const char *name, const char *key)
{
    sh("openssl req -x509 %s -nodes -days 9 -keyout %s.key -out %s.pem -subj /CN=%s"
       " -addext basicConstraints=critical,CA:true 2>/dev/null",
       key, name, name, name);
}

/* A list in "NAME.crl" with serials from 1 to `count`, every second with a reason. */
static void make_list(const char *name, const char *signer, unsigned count, const char *words)
{
    FILE *file = fopen("index", "w");
    assert_non_null(file);
    for (unsigned i = 1; i <= count; i++)
        fprintf(file, "R\t400101000000Z\t250101000000Z%s\t%06X\tunknown\t/CN=x\n",
                i % 2 ? "" : ",keyCompromise", i);
    assert_int_equal(fclose(file), 0);
    sh("openssl ca -gencrl -config config -cert %s.pem -keyfile %s.key -crldays 1 %s -out pem"
       " 2>/dev/null && openssl crl -in pem -outform DER -out %s.crl",
       signer, signer, words, name);
}

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

static int file_of(const void *data, size_t length)
{
    int fd = memfd_create("list", MFD_CLOEXEC);
    assert_true(fd >= 0 && nh_fd_write(fd, data, length));
    return fd;
}

static enum nh_status read_fd(int fd, CERTCertificate *issuer, struct told *told)
{
    CERTCrl crl = {.arena = PORT_NewArena(DER_DEFAULT_CHUNKSIZE)};
    *told = (struct told){0};
    err = (struct nh_error){0};
    enum nh_status status = nh_crl_read(fd, issuer, tell, told, crl.arena, &crl, &err);
    if (!status) {
        assert_true(SECITEM_ItemsAreEqual(&crl.derName, &issuer->derSubject));
        assert_int_equal(SEC_CheckCrlTimes(&crl, PR_Now()), secCertTimeValid);
    }
    PORT_FreeArena(crl.arena, PR_FALSE);
    return status;
}

static enum nh_status read_bytes(const void *data, size_t length, CERTCertificate *issuer)
{
    struct told told;
    int fd = file_of(data, length);
    enum nh_status status = read_fd(fd, issuer, &told);
    close(fd);
    return status;
}

/* The sentence about a list, or "". */
static const char *said_of(const char *name, const char *signer)
{
    char path[64];
    snprintf(path, sizeof path, "%s.crl", name);
    struct nh_buf list = read_file(path);
    CERTCertificate *issuer = certificate_of(signer);
    read_bytes(list.data, list.length, issuer);
    CERT_DestroyCertificate(issuer);
    nh_buf_reset(&list);
    return err.message;
}

static int set_up(void **state)
{
    if (make_profile(state) < 0)
        return -1;
    sh("printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=index\\ndefault_md=sha256\\n' >config");
    make_signer("ec", "-newkey ec -pkeyopt ec_paramgen_curve:P-256");
    make_list("few", "ec", 3, "");
    store = open_store(NH_STORE_READ);
    return 0;
}

static int tear_down(void **state)
{
    close_store(store);
    return leave_folder(state);
}

/* Entries end anywhere in the blocks that are read at a time. */
static void test_many(void **state)
{
    (void)state;
    struct told told;
    make_list("many", "ec", MANY, "");
    CERTCertificate *issuer = certificate_of("ec");
    int fd = open("many.crl", O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0 && lseek(fd, 0, SEEK_END) > 128 << 10);
    assert_int_equal(read_fd(fd, issuer, &told), NH_OK);
    assert_int_equal(told.count, MANY);
    assert_int_equal(told.reasons, MANY / 2);
    assert_int_equal(told.sum, (long)MANY * (MANY + 1) / 2);
    close(fd);
    CERT_DestroyCertificate(issuer);
}

static void test_signatures(void **state)
{
    (void)state;
    static const char pss[] = "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32";
    make_signer("rsa", "-newkey rsa:2048");
    make_signer("p384", "-newkey ec -pkeyopt ec_paramgen_curve:P-384");
    make_signer("ed", "-newkey ed25519");
    make_list("rsa", "rsa", 3, "");
    make_list("pss", "rsa", 3, pss);
    make_list("md5", "rsa", 3, "-md md5");
    make_list("p384", "p384", 3, "-md sha384");
    make_list("ed", "ed", 3, "");
    assert_string_equal(said_of("few", "ec"), "");
    assert_string_equal(said_of("rsa", "rsa"), "");
    assert_string_equal(said_of("pss", "rsa"), "");
    assert_string_equal(said_of("p384", "p384"), "");
    assert_string_equal(said_of("md5", "rsa"), "The CRL is signed with a weak algorithm.");
    NSS_SetAlgorithmPolicy(SEC_OID_SHA384, 0, NSS_USE_ALG_IN_CERT_SIGNATURE);
    assert_string_equal(said_of("p384", "p384"), "The CRL is signed with a weak algorithm.");
    NSS_SetAlgorithmPolicy(SEC_OID_SHA384, NSS_USE_ALG_IN_CERT_SIGNATURE, 0);
    assert_string_equal(said_of("ed", "ed"),
                        "The CRL is signed with an algorithm that NSS Helper does not support.");
    assert_string_equal(said_of("few", "rsa"), STRANGER);
    sh("openssl x509 -in rsa.pem -noout -pubkey >pub && openssl x509 -new -force_pubkey pub"
       " -subj /CN=ec -CA ec.pem -CAkey ec.key -set_serial 2 -out named-ec.pem 2>/dev/null");
    assert_string_equal(said_of("few", "named-ec"), STRANGER);
    sh("openssl x509 -in ec.pem -noout -pubkey >pub && openssl x509 -new -force_pubkey pub"
       " -subj /CN=rsa -CA ec.pem -CAkey ec.key -set_serial 3 -out named-rsa.pem 2>/dev/null");
    assert_string_equal(said_of("rsa", "named-rsa"), STRANGER);
    assert_string_equal(said_of("pss", "named-rsa"), STRANGER);
    sh("mv ec.pem other.pem && mv ec.key other.key");
    make_signer("ec", "-newkey ec -pkeyopt ec_paramgen_curve:P-256");
    assert_string_equal(said_of("few", "ec"), STRANGER);
    sh("mv other.pem ec.pem && mv other.key ec.key");
}

/* Cut off anywhere, with something after it, or with any one bit flipped. */
static void damage(struct nh_buf *list, CERTCertificate *issuer)
{
    for (size_t length = 0; length < list->length; length++) {
        assert_int_equal(read_bytes(list->data, length, issuer), NH_BAD_DATA);
        assert_string_equal(err.message, SHAPE);
    }
    for (size_t bit = 0; bit < 8 * list->length; bit++) {
        list->data[bit / 8] ^= (unsigned char)(1 << bit % 8);
        if (read_bytes(list->data, list->length, issuer) != NH_BAD_DATA)
            fail_msg("bit %zu", bit);
        list->data[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    assert_int_equal(read_bytes(list->data, list->length, issuer), NH_OK);
    assert_true(nh_buf_add(list, "", 1));
    assert_int_equal(read_bytes(list->data, list->length, issuer), NH_BAD_DATA);
    assert_string_equal(err.message, SHAPE);
}

static void test_damage(void **state)
{
    static const char *const names[][2] = {{"few", "ec"}, {"rsa", "rsa"}, {"pss", "rsa"}};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[64];
        snprintf(path, sizeof path, "%s.crl", names[i][0]);
        struct nh_buf list = read_file(path);
        CERTCertificate *issuer = certificate_of(names[i][1]);
        damage(&list, issuer);
        CERT_DestroyCertificate(issuer);
        nh_buf_reset(&list);
    }
}

/* What may come in place of a list. */
static const struct {
    const char *what, *bytes;
    size_t length;
} shapes[] = {
#define SHAPE_OF(what, bytes)                                                                      \
    {                                                                                              \
        what, bytes, sizeof(bytes) - 1                                                             \
    }
    SHAPE_OF("nothing", ""),
    SHAPE_OF("a tag", "\x30"),
    SHAPE_OF("an empty list", "\x30\x00"),
    SHAPE_OF("no definite length", "\x30\x80\x30\x03\x02\x01\x01\x00\x00"),
    SHAPE_OF("a length of five bytes", "\x30\x85\x00\x00\x00\x00\x02\x30\x00"),
    SHAPE_OF("a length of 127 bytes", "\x30\xff\x30\x00"),
    SHAPE_OF("4 GiB", "\x30\x84\xff\xff\xff\xff\x30\x00"),
    SHAPE_OF("half a length", "\x30\x84\x00\x00"),
    SHAPE_OF("one part longer than the whole", "\x30\x02\x30\x01"),
    SHAPE_OF("one part of 4 GiB", "\x30\x06\x30\x84\xff\xff\xff\xff"),
    SHAPE_OF("a long tag", "\x3f\x81\x01\x02\x30\x00"),
    SHAPE_OF("a version of 4 GiB", "\x30\x08\x30\x06\x02\x84\xff\xff\xff\xff"),
    SHAPE_OF("version 1, written out", "\x30\x05\x30\x03\x02\x01\x00"),
    SHAPE_OF("a version without a number", "\x30\x04\x30\x02\x02\x00"),
    SHAPE_OF("another thing", "\x30\x05\x31\x03\x02\x01\x01"),
    SHAPE_OF("text", "<html><body>no list</body></html>"),
};

static void test_shapes(void **state)
{
    (void)state;
    CERTCertificate *issuer = certificate_of("ec");
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (read_bytes(shapes[i].bytes, shapes[i].length, issuer) != NH_BAD_DATA ||
            strcmp(err.message, SHAPE) != 0)
            fail_msg("%s: %s", shapes[i].what, err.message);
    CERT_DestroyCertificate(issuer);
}

/* An extension with so many bytes in it. */
static void make_long(unsigned length)
{
    FILE *file = fopen("long", "w");
    assert_non_null(file);
    fprintf(file, "[x]\n1.2.3.4=DER:0483%06X%0*d\n", length, (int)(2 * length), 0);
    assert_int_equal(fclose(file), 0);
    sh("cp config plain && cat long >>config");
    make_list("long", "ec", 3, "-crlexts x");
    sh("mv plain config");
}

/* Bytes around those in it: five headers, and the extension's name. */
#define AROUND 26

/* All extensions are read in one piece, which has a limit. */
static void test_long(void **state)
{
    (void)state;
    make_long(NH_DERFILE_PIECE - AROUND);
    assert_string_equal(said_of("long", "ec"), "");
    make_long(NH_DERFILE_PIECE - AROUND + 1);
    assert_string_equal(said_of("long", "ec"), SHAPE);
}

static void test_unreadable(void **state)
{
    (void)state;
    struct told told;
    CERTCertificate *issuer = certificate_of("ec");
    int fd = open("few.crl", O_WRONLY | O_CLOEXEC);
    assert_int_equal(read_fd(fd, issuer, &told), NH_IO);
    assert_string_equal(err.cause, "EBADF");
    close(fd);
    CERT_DestroyCertificate(issuer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_many),   cmocka_unit_test(test_signatures),
        cmocka_unit_test(test_damage), cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_long),   cmocka_unit_test(test_unreadable),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
