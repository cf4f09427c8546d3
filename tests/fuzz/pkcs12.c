/* SPDX-License-Identifier: MPL-2.0 */
/* A PKCS#12 file, first as it is, then its content, as if its MAC had been right. */
#include "formats/pkcs12.h"

#include "base/buf.h"
#include "formats/bundle.h"
#include "formats/pfx.h"
#include "room.h"

enum nh_status __real_nh_pfx_open(const void *data, size_t length, const char *password,
                                  unsigned long *rounds, struct nh_buf *out, struct nh_error *err);
enum nh_status __wrap_nh_pfx_open(const void *data, size_t length, const char *password,
                                  unsigned long *rounds, struct nh_buf *out, struct nh_error *err);

/* With the password one can pass any bytes to the code after this, so an input that is no such file
   is taken for its content. */
enum nh_status __wrap_nh_pfx_open(const void *data, size_t length, const char *password,
                                  unsigned long *rounds, struct nh_buf *out, struct nh_error *err)
{
    enum nh_status status = __real_nh_pfx_open(data, length, password, rounds, out, err);
    fuzz_check(status, err);
    fuzz_expect(!status || !out->length, "what could not be opened is empty");
    return status == NH_BAD_DATA ? nh_buf_append(out, data, length, err) : status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct nh_opening opening = {.password = "x", .accept_open = true};
    static struct nh_bundle bundle;
    struct nh_error err = {0};
    const char *start;
    size_t length;
    bundle = (struct nh_bundle){.store = fuzz_store()};
    nh_pfx_find((const char *)data, size, &start, &length);
    enum nh_status status = nh_pkcs12_read(data, size, &opening, &bundle, &err);
    if (!status)
        status = nh_bundle_pair(&bundle, &err);
    if (!status)
        status = nh_bundle_name(&bundle, &err);
    fuzz_check(status, &err);
    fuzz_expect(bundle.count <= NH_CERTFILE_MAX_CERTS && bundle.key_count <= NH_BUNDLE_KEYS_MOST,
                "not more than the limits");
    nh_bundle_reset(&bundle);
    return 0;
}
