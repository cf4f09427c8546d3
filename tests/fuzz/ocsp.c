/* SPDX-License-Identifier: MPL-2.0 */
/* What an OCSP server answers. */
#include "revocation/ocsp.h"

#include "base/buf.h"
#include "revocation/ocspread.h"
#include "room.h"

#include <string.h>

/* A call that fails makes nothing known. */
static void compare(const struct nh_buf *bytes, enum nh_revocation_state state)
{
    struct nh_revocation calm = {.said = 0};
    fuzz_pause();
    nh_ocsp_judge(fuzz_certificate("user.der"), fuzz_certificate("ca.der"), bytes, &calm);
    fuzz_expect(state == NH_REVOCATION_UNCHECKED || state == calm.state,
                "a failing call leads to no other verdict");
    fuzz_resume();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CERTCertificate *certificate = fuzz_certificate("user.der");
    CERTCertificate *issuer = fuzz_certificate("ca.der");
    struct nh_ocsp_answer answer = {.said = 0};
    struct nh_revocation verdict = {.said = 0};
    struct nh_buf bytes = fuzz_buf(data, size);
    enum nh_ocsp_found found = nh_ocsp_read(&bytes, certificate, issuer, &answer);
    nh_ocsp_judge(certificate, issuer, &bytes, &verdict);
    fuzz_expect(found == NH_OCSP_FOUND || verdict.state == NH_REVOCATION_UNCHECKED,
                "without an answer nothing is known");
    fuzz_expect(verdict.state != NH_REVOCATION_UNCHECKED || *verdict.why, "it says why");
    if (fuzz_failed())
        compare(&bytes, verdict.state);
    nh_buf_reset(&bytes);
    return 0;
}
