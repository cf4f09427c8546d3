/* SPDX-License-Identifier: MPL-2.0 */
/* What an EST server answers, and addresses of one. The first bytes are the operation, the HTTP
   status and other headers; the rest is the body. */
#include "net/est.h"

#include "base/buf.h"
#include "net/csrattrs.h"
#include "net/http.h"
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER 4

static const uint8_t *input;
static size_t input_size;

/* In place of the network. */
enum nh_status nh_http(const struct nh_http_request *request, struct nh_http_response *out,
                       struct nh_error *err)
{
    static const long codes[] = {200, 202, 204, 401, 403, 404, 408, 429, 500, 503};
    struct nh_buf body = {0};
    enum nh_status status = NH_OK;
    fuzz_expect(strncmp(request->url, "https://", 8) == 0, "nothing but https is asked");
    if (request->make)
        status =
            request->make(request->context, input, input_size < 12 ? input_size : 12, &body, err);
    nh_buf_reset(&body);
    if (status || input[1] == 0xff)
        return status ? status : nh_fail(err, NH_TLS, NULL, "No.");
    out->code = codes[input[1] % (sizeof codes / sizeof *codes)];
    out->logins = input[2] & 7;
    out->certificate = input[2] & 8;
    out->retry_after = (long)input[3] << (input[2] >> 3);
    snprintf(out->other, sizeof out->other, "Negotiate");
    nh_http_response_type(out, input[2] & 16 ? "text/html; charset=utf-8" : "text/plain");
    return nh_buf_append(&out->body, input + HEADER, input_size - HEADER, err);
}

static enum nh_status bind(void *context, const char *challenge, struct nh_buf *csr,
                           struct nh_error *err)
{
    (void)context;
    return nh_buf_append(csr, challenge, strlen(challenge), err);
}

static void read_address(const char *text)
{
    struct nh_error err = {0};
    char *server = NULL;
    enum nh_status status = nh_est_server(text, strlen(text) % 2 ? "label" : NULL, &server, &err);
    fuzz_check(status, &err);
    fuzz_expect(!status == (server != NULL), "an address, or an error");
    free(server);
}

static void read_attributes(struct nh_est *est)
{
    struct nh_csrattrs attributes;
    struct nh_error err = {0};
    fuzz_check(nh_est_csrattrs(est, &attributes, &err), &err);
    fuzz_expect(attributes.extensions.length <= NH_CSRATTRS_EXTENSIONS, "not more than the limit");
    nh_csrattrs_reset(&attributes);
}

static void read_der(const void *data, size_t size)
{
    struct nh_csrattrs attributes = {.has_kind = false};
    struct nh_buf der = fuzz_buf(data, size);
    nh_csrattrs_read(&der, &attributes);
    nh_csrattrs_reset(&attributes);
    nh_buf_reset(&der);
}

static void enroll(struct nh_est *est)
{
    struct nh_buf csr = fuzz_buf("0", 1), out = {0};
    struct nh_est_wait wait;
    struct nh_error err = {0};
    fuzz_check(nh_est_enroll(est, &csr, &out, &wait, &err), &err);
    nh_buf_reset(&csr);
    nh_buf_reset(&out);
}

static void read_cas(struct nh_est *est)
{
    struct nh_error err = {0};
    struct nh_buf out = {0};
    fuzz_check(nh_est_cacerts(est, &out, &err), &err);
    nh_buf_reset(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < HEADER)
        return 0;
    struct nh_est est = {.server = "https://ca.example/.well-known/est",
                         .user = data[0] & 16 ? "taro" : NULL,
                         .bind = data[0] & 32 ? bind : NULL,
                         .again = data[0] & 64};
    char *text = fuzz_text(data + HEADER, size - HEADER);
    input = data;
    input_size = size;
    fuzz_store();
    switch (data[0] % 5) {
    case 0: read_cas(&est); break;
    case 1: read_attributes(&est); break;
    case 2: enroll(&est); break;
    case 3: read_address(text); break;
    default: read_der(data + HEADER, size - HEADER);
    }
    free(text);
    return 0;
}
