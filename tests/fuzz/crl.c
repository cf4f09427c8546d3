/* SPDX-License-Identifier: MPL-2.0 */
/* A list of revoked certificates, whose signature counts as right, and the scope of one. */
#include "revocation/crl.h"

#include "revocation/crlsign.h"
#include "revocation/scope.h"
#include "room.h"

#include <secitem.h>
#include <unistd.h>

enum nh_status __wrap_nh_crlsign_end(VFYContext *check, SECItem *signature, struct nh_error *err);

enum nh_status __wrap_nh_crlsign_end(VFYContext *check, SECItem *signature, struct nh_error *err)
{
    (void)err;
    fuzz_expect(check && signature->len <= 0x10000, "a signature is a piece of a list");
    return NH_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char url[] = "http://crl.example/ca.crl";
    const SECItem extension = {siBuffer, (unsigned char *)data, (unsigned)size};
    CERTCertificate *certificate = fuzz_certificate("user.der");
    struct nh_revocation verdict = {.said = 0};
    int fd = fuzz_file(data, size);
    nh_crl_judge(certificate, fuzz_certificate("ca.der"), url, fd, &verdict);
    fuzz_expect(verdict.state != NH_REVOCATION_UNCHECKED || *verdict.why, "it says why");
    nh_scope_misses(&extension, certificate, url);
    close(fd);
    return 0;
}
