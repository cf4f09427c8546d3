/* SPDX-License-Identifier: MPL-2.0 */
/* What a CA hands out: the certificates in it, and what they would bring to the profile. */
#include "base/buf.h"
#include "formats/certfile.h"
#include "formats/incoming.h"
#include "formats/keyfile.h"
#include "revocation/places.h"
#include "room.h"

#include <cert.h>

static void look_at(const struct nh_buf *der)
{
    struct nh_places places = {.count = 0};
    CERTCertificate *certificate = nh_certfile_decode(der);
    fuzz_expect(fuzz_failed() || certificate, "what was found can be decoded");
    if (!certificate)
        return;
    nh_places(certificate, &places);
    nh_places_reset(&places);
    CERT_DestroyCertificate(certificate);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nh_bufs certificates = {0};
    struct nh_incoming incoming = {.identity = NULL};
    struct nh_error err = {0};
    struct nh_store *store = fuzz_store();
    nh_keyfile_recognise(data, size);
    enum nh_status status = nh_certfile_read(data, size, &certificates, &err);
    fuzz_check(status, &err);
    fuzz_expect(status ? !certificates.count : certificates.count > 0, "some, or an error");
    fuzz_expect(certificates.count <= NH_CERTFILE_MAX_CERTS, "not more than the limit");
    for (size_t i = 0; i < certificates.count; i++)
        look_at(&certificates.items[i]);
    if (!status)
        fuzz_check(nh_incoming_read(store, &certificates, &incoming, &err), &err);
    nh_incoming_reset(&incoming);
    nh_bufs_reset(&certificates);
    return 0;
}
