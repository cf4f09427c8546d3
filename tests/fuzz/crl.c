/* SPDX-License-Identifier: MPL-2.0 */
/* A list of revoked certificates, whose signature counts as right, and the scope of one. */
#include "revocation/crl.h"

#include "revocation/crlsign.h"
#include "revocation/scope.h"
#include "room.h"

#include <secitem.h>
#include <unistd.h>

static const char url[] = "http://crl.example/ca.crl";

enum nh_status __wrap_nh_crlsign_end(VFYContext *check, SECItem *signature, struct nh_error *err);

enum nh_status __wrap_nh_crlsign_end(VFYContext *check, SECItem *signature, struct nh_error *err)
{
    (void)err;
    fuzz_expect(check && signature->len <= 0x10000, "a signature is a piece of a list");
    return NH_OK;
}

/* A call that fails makes nothing known, and nothing covered. */
static void compare(const SECItem *extension, enum nh_revocation_state state, bool misses, int fd)
{
    struct nh_revocation calm = {.said = 0};
    CERTCertificate *certificate = fuzz_certificate("user.der");
    fuzz_pause();
    nh_crl_judge(certificate, fuzz_certificate("ca.der"), url, fd, &calm);
    fuzz_expect(state == NH_REVOCATION_UNCHECKED || state == calm.state,
                "a failing call leads to no other verdict");
    fuzz_expect(misses || !nh_scope_misses(extension, certificate, url),
                "a failing call widens no scope");
    fuzz_resume();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const SECItem extension = {siBuffer, (unsigned char *)data, (unsigned)size};
    CERTCertificate *certificate = fuzz_certificate("user.der");
    struct nh_revocation verdict = {.said = 0};
    int fd = fuzz_file(data, size);
    nh_crl_judge(certificate, fuzz_certificate("ca.der"), url, fd, &verdict);
    fuzz_expect(verdict.state != NH_REVOCATION_UNCHECKED || *verdict.why, "it says why");
    bool misses = nh_scope_misses(&extension, certificate, url);
    if (fuzz_failed())
        compare(&extension, verdict.state, misses, fd);
    close(fd);
    return 0;
}
