/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/crlread.h"

#include "revocation/crlsign.h"
#include "revocation/derfile.h"

#include <cert.h>
#include <certt.h>
#include <secasn1.h>
#include <secder.h>
#include <secitem.h>
#include <secoid.h>
#include <stddef.h>

#define SEQUENCE (SEC_ASN1_SEQUENCE | SEC_ASN1_CONSTRUCTED)
#define EXTENSIONS (SEC_ASN1_CONTEXT_SPECIFIC | SEC_ASN1_CONSTRUCTED | 0)
#define VERSION_2 1

static const SEC_ASN1Template extension_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(CERTCertExtension)},
    {SEC_ASN1_OBJECT_ID, offsetof(CERTCertExtension, id), NULL, 0},
    {SEC_ASN1_OPTIONAL | SEC_ASN1_BOOLEAN, offsetof(CERTCertExtension, critical), NULL, 0},
    {SEC_ASN1_OCTET_STRING, offsetof(CERTCertExtension, value), NULL, 0},
    {0, 0, NULL, 0},
};
static const SEC_ASN1Template entry_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(CERTCrlEntry)},
    {SEC_ASN1_INTEGER, offsetof(CERTCrlEntry, serialNumber), NULL, 0},
    {SEC_ASN1_INLINE, offsetof(CERTCrlEntry, revocationDate), CERT_TimeChoiceTemplate, 0},
    {SEC_ASN1_OPTIONAL | SEC_ASN1_SEQUENCE_OF, offsetof(CERTCrlEntry, extensions),
     extension_template, 0},
    {0, 0, NULL, 0},
};
static const SEC_ASN1Template explicit_template[] = {
    {SEC_ASN1_EXPLICIT | EXTENSIONS, 0, CERT_SequenceOfCertExtensionTemplate, 0},
};
static const SEC_ASN1Template integer_template[] = {{SEC_ASN1_INTEGER, 0, NULL, sizeof(SECItem)}};
static const SEC_ASN1Template bits_template[] = {{SEC_ASN1_BIT_STRING, 0, NULL, sizeof(SECItem)}};

/* A list while it is read. */
struct reading {
    struct nh_derfile *file;
    CERTCertificate *issuer;
    nh_crl_entry *each;
    void *context;
    struct VFYContextStr *check;
    CERTCrl crl; /* with the caller's arena */
};

static enum nh_status fail_shape(const struct reading *reading, struct nh_error *err)
{
    int error = nh_derfile_error(reading->file);
    if (error)
        return nh_fail_errno(err, NH_IO, error, "The CRL can't be read from the disk.");
    return nh_fail(err, NH_BAD_DATA, NULL, "The server sent something that is not a CRL.");
}

/* Decode the next element, which must have this tag, into the arena. */
static bool take(struct reading *reading, unsigned char tag, off_t end,
                 const SEC_ASN1Template *form, void *out)
{
    SECItem der, copy = {0};
    return nh_derfile_take(reading->file, tag, end, &der) &&
           SECITEM_CopyItem(reading->crl.arena, &copy, &der) == SECSuccess &&
           SEC_QuickDERDecodeItem(reading->crl.arena, out, form, &copy) == SECSuccess;
}

static bool read_version(struct reading *reading, off_t end)
{
    SECItem *version = &reading->crl.version;
    if (nh_derfile_tag(reading->file, end) != SEC_ASN1_INTEGER)
        return true;
    return take(reading, SEC_ASN1_INTEGER, end, integer_template, version) &&
           DER_GetInteger(version) == VERSION_2;
}

static bool is_time(int tag)
{
    return tag == SEC_ASN1_UTC_TIME || tag == SEC_ASN1_GENERALIZED_TIME;
}

static bool read_times(struct reading *reading, off_t end)
{
    SECItem *times[] = {&reading->crl.lastUpdate, &reading->crl.nextUpdate};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        int tag = nh_derfile_tag(reading->file, end);
        if (!is_time(tag) && i > 0)
            break;
        if (!is_time(tag) || !take(reading, (unsigned char)tag, end,
                                   SEC_ASN1_GET(CERT_TimeChoiceTemplate), times[i]))
            return false;
    }
    return true;
}

static bool read_name(struct reading *reading, off_t end)
{
    SECItem der;
    return nh_derfile_take(reading->file, SEQUENCE, end, &der) &&
           SECITEM_CopyItem(reading->crl.arena, &reading->crl.derName, &der) == SECSuccess;
}

static bool read_entries(struct reading *reading, off_t end)
{
    off_t inner;
    bool good = true;
    if (nh_derfile_tag(reading->file, end) != SEQUENCE)
        return true;
    if (!nh_derfile_enter(reading->file, SEQUENCE, end, &inner))
        return false;
    PLArenaPool *arena = PORT_NewArena(DER_DEFAULT_CHUNKSIZE);
    void *clean = arena ? PORT_ArenaMark(arena) : NULL;
    good = arena != NULL;
    while (good && nh_derfile_at(reading->file) < inner) {
        SECItem der;
        CERTCrlEntry entry = {.extensions = NULL};
        good = nh_derfile_take(reading->file, SEQUENCE, inner, &der) &&
               SEC_QuickDERDecodeItem(arena, &entry, entry_template, &der) == SECSuccess;
        if (good)
            reading->each(reading->context, &entry);
        PORT_ArenaRelease(arena, clean);
        clean = PORT_ArenaMark(arena);
    }
    if (arena)
        PORT_FreeArena(arena, PR_FALSE);
    return good;
}

static bool read_extensions(struct reading *reading, off_t end)
{
    if (nh_derfile_tag(reading->file, end) != EXTENSIONS)
        return true;
    return take(reading, EXTENSIONS, end, explicit_template, &reading->crl.extensions);
}

/* TBSCertList, the signed part. */
static enum nh_status read_signed(struct reading *reading, off_t end, struct nh_error *err)
{
    CERTCrl *crl = &reading->crl;
    off_t inner;
    nh_derfile_mark(reading->file);
    if (!nh_derfile_enter(reading->file, SEQUENCE, end, &inner) || !read_version(reading, inner) ||
        !take(reading, SEQUENCE, inner, SEC_ASN1_GET(SECOID_AlgorithmIDTemplate),
              &crl->signatureAlg) ||
        !read_name(reading, inner))
        return fail_shape(reading, err);
    enum nh_status status = nh_crlsign_begin(reading->issuer, crl, &reading->check, err);
    if (status)
        return status;
    nh_derfile_pass(reading->file, nh_crlsign_add, reading->check);
    if (!read_times(reading, inner) || !read_entries(reading, inner) ||
        !read_extensions(reading, inner) || nh_derfile_at(reading->file) != inner)
        return fail_shape(reading, err);
    return nh_derfile_stop(reading->file) ? NH_OK : nh_fail_memory(err);
}

/* The signature, which must end the file. Its algorithm must be the signed one (RFC 5280
   5.1.1.2). */
static enum nh_status read_signature(struct reading *reading, off_t end, struct nh_error *err)
{
    SECAlgorithmID algorithm = {.parameters = {siBuffer, NULL, 0}};
    SECItem bits = {0};
    if (!take(reading, SEQUENCE, end, SEC_ASN1_GET(SECOID_AlgorithmIDTemplate), &algorithm) ||
        SECOID_CompareAlgorithmID(&algorithm, &reading->crl.signatureAlg) != SECEqual ||
        !take(reading, SEC_ASN1_BIT_STRING, end, bits_template, &bits) || bits.len % 8 ||
        nh_derfile_at(reading->file) != end)
        return fail_shape(reading, err);
    DER_ConvertBitString(&bits);
    return nh_crlsign_end(reading->check, &bits, err);
}

static enum nh_status read_list(struct reading *reading, struct nh_error *err)
{
    off_t size = nh_derfile_size(reading->file), end;
    if (!nh_derfile_enter(reading->file, SEQUENCE, size, &end) || end != size)
        return fail_shape(reading, err);
    enum nh_status status = read_signed(reading, end, err);
    return status ? status : read_signature(reading, end, err);
}

enum nh_status nh_crl_read(int fd, CERTCertificate *issuer, nh_crl_entry *each, void *context,
                           PLArenaPool *arena, CERTCrl *out, struct nh_error *err)
{
    struct reading reading = {.file = nh_derfile_new(fd),
                              .issuer = issuer,
                              .each = each,
                              .context = context,
                              .crl = {.arena = arena}};
    if (!reading.file)
        return nh_fail_memory(err);
    enum nh_status status = read_list(&reading, err);
    nh_crlsign_free(reading.check);
    nh_derfile_free(reading.file);
    if (!status)
        *out = reading.crl;
    return status;
}
