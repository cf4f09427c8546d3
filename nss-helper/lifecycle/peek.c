/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/peek.h"

#include "base/buf.h"
#include "certificate/describe.h"
#include "certificate/find.h"
#include "certificate/identity.h"
#include "formats/certfile.h"
#include "journal/spool.h"
#include "nss/store.h"

#include <cert.h>
#include <string.h>

static struct nh_identity *describe(const struct nh_buf *der)
{
    CERTCertificate *certificate = nh_certfile_decode(der);
    struct nh_identity *identity = certificate ? nh_describe(certificate) : NULL;
    if (certificate)
        CERT_DestroyCertificate(certificate);
    return identity;
}

/* Find it in the response; NULL if it is not there. */
static struct nh_identity *find(const struct nh_bufs *certificates, const char *fingerprint)
{
    for (size_t i = 0; i < certificates->count; i++) {
        struct nh_identity *identity = describe(&certificates->items[i]);
        if (identity && strcmp(identity->fingerprint, fingerprint) == 0)
            return identity;
        nh_identity_free(&identity);
    }
    return NULL;
}

static enum nh_status look(struct nh_store *store, const struct nh_buf *bytes,
                           const char *fingerprint, struct nh_identity **out, struct nh_error *err)
{
    struct nh_bufs certificates = {0};
    enum nh_status status = nh_certfile_read(bytes->data, bytes->length, &certificates, err);
    if (!status) {
        *out = find(&certificates, fingerprint);
        status = *out ? NH_OK : nh_identity_describe(store, fingerprint, out, err);
    }
    nh_bufs_reset(&certificates);
    return status;
}

static enum nh_status read_response(struct nh_journal *journal, const char *response,
                                    struct nh_buf *bytes, struct nh_error *err)
{
    struct nh_spool *spool = NULL;
    char site[NH_SITE_SIZE];
    enum nh_status status = nh_spool_open(journal, response, &spool, err);
    if (!status)
        status = nh_spool_read(spool, bytes, site, err);
    nh_spool_close(&spool);
    return status;
}

enum nh_status nh_peek(struct nh_journal *journal, const char *profile_path, const char *response,
                       const char *fingerprint, struct nh_identity **out, struct nh_error *err)
{
    struct nh_store *store = NULL;
    struct nh_buf bytes = {0};
    enum nh_status status = read_response(journal, response, &bytes, err);
    if (!status)
        status = nh_store_open(profile_path, NH_STORE_LOOK, &store, err);
    if (!status)
        status = look(store, &bytes, fingerprint, out, err);
    nh_store_close(&store);
    nh_buf_reset(&bytes);
    return status;
}
