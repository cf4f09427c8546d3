/* SPDX-License-Identifier: MPL-2.0 */
#include "http.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void add_cookies(struct request *req, struct MHD_Response *response)
{
    char line[160];

    if (req->token_new) {
        snprintf(line, sizeof line, SESSION_COOKIE "=%s; Path=/; Secure; HttpOnly; SameSite=Lax",
                 req->token);
        MHD_add_response_header(response, "Set-Cookie", line);
    }
    if (req->language_chosen) {
        snprintf(line, sizeof line,
                 "lang=%s; Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax",
                 language_code(req->language));
        MHD_add_response_header(response, "Set-Cookie", line);
    }
}

/* The portal's own form leads to the download site; nothing else leads away. */
static void add_policy(const struct request *req, struct MHD_Response *response)
{
    char line[256];

    snprintf(line, sizeof line,
             "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
             "frame-ancestors 'none'; form-action 'self'%s%s",
             req->site == SITE_PORTAL ? " " : "",
             req->site == SITE_PORTAL ? req->portal->origin[SITE_DOWNLOAD] : "");
    MHD_add_response_header(response, "Content-Security-Policy", line);
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "X-Frame-Options", "DENY");
    MHD_add_response_header(response, "Referrer-Policy", "strict-origin");
}

static enum MHD_Result queue(struct request *req, unsigned int status,
                             struct MHD_Response *response)
{
    if (!response)
        return MHD_NO;
    add_policy(req, response);
    enum MHD_Result result = MHD_queue_response(req->connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static struct MHD_Response *with_headers(struct request *req, struct MHD_Response *response,
                                         const char *type)
{
    if (!response)
        return NULL;
    if (type)
        MHD_add_response_header(response, "Content-Type", type);
    MHD_add_response_header(response, "Cache-Control", "no-store");
    add_cookies(req, response);
    return response;
}

static struct MHD_Response *dynamic(struct request *req, const void *data, size_t length,
                                    const char *type)
{
    return with_headers(
        req, MHD_create_response_from_buffer(length, (void *)data, MHD_RESPMEM_MUST_COPY), type);
}

enum MHD_Result reply_html(struct request *req, unsigned int status, struct html *page)
{
    struct MHD_Response *response =
        page->failed ? NULL : dynamic(req, page->data, page->length, "text/html; charset=utf-8");

    html_free(page);
    if (response)
        MHD_add_response_header(response, "Content-Language", language_code(req->language));
    return queue(req, status, response);
}

enum MHD_Result reply_redirect(struct request *req, const char *location)
{
    struct MHD_Response *response = dynamic(req, "", 0, NULL);

    if (response)
        MHD_add_response_header(response, "Location", location);
    return queue(req, MHD_HTTP_SEE_OTHER, response);
}

enum MHD_Result reply_bytes(struct request *req, unsigned int status, const char *type,
                            const void *data, size_t length)
{
    return queue(req, status, dynamic(req, data, length, type));
}

struct stream {
    size_t length, filled, stall, block; /* what is not filled is zeros */
    bool slow;
    unsigned char data[];
};

static void copy_out(const struct stream *stream, size_t at, char *to, size_t length)
{
    size_t left = at < stream->filled ? stream->filled - at : 0;
    size_t real = length < left ? length : left;

    memcpy(to, stream->data + at, real);
    memset(to + real, 0, length - real);
}

/* Called for more only when the bytes before are on their way. raise() stops this thread
   at once. */
static ssize_t read_stream(void *context, uint64_t at, char *to, size_t size)
{
    const struct stream *stream = context;

    if (at == stream->length)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (stream->stall && at == stream->stall)
        raise(SIGSTOP);
    size_t end = at < stream->stall ? stream->stall : stream->length;
    size_t length = end - at < size ? end - at : size;
    length = length < stream->block ? length : stream->block;
    if (stream->slow)
        sleep(1);
    copy_out(stream, at, to, length);
    return (ssize_t)length;
}

/* Each call becomes one chunk: small ones, so that there are several. */
static struct MHD_Response *streamed(const struct answer *answer)
{
    struct stream *stream = malloc(sizeof *stream + answer->length);

    if (!stream)
        return NULL;
    *stream = (struct stream){.length = answer->length + answer->padding,
                              .filled = answer->length,
                              .stall = answer->stall,
                              .slow = answer->slow,
                              .block = answer->slow ? 1 : answer->chunked ? 512 : 4096};
    if (stream->stall > stream->length)
        stream->stall = stream->length;
    memcpy(stream->data, answer->data, answer->length);
    struct MHD_Response *response = MHD_create_response_from_callback(
        answer->chunked ? MHD_SIZE_UNKNOWN : stream->length, stream->block, read_stream,
        stream, free);
    if (!response)
        free(stream);
    return response;
}

enum MHD_Result reply_answer(struct request *req, const struct answer *answer)
{
    struct MHD_Response *response =
        answer->stall || answer->chunked || answer->padding || answer->slow
            ? with_headers(req, streamed(answer), answer->type)
            : dynamic(req, answer->data, answer->length, answer->type);

    if (response && answer->disposition)
        MHD_add_response_header(response, "Content-Disposition", answer->disposition);
    return queue(req, MHD_HTTP_OK, response);
}
