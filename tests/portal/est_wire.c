/* SPDX-License-Identifier: MPL-2.0 */
#include "est_wire.h"

#include <limits.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LARGE (50u << 20)

bool est_word(const struct request *req, const char *word)
{
    char path[PATH_MAX], line[256] = "", *rest = NULL;

    snprintf(path, sizeof path, "%s/est", req->portal->options.data);
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    if (!fgets(line, sizeof line, file))
        line[0] = '\0';
    fclose(file);
    for (char *one = strtok_r(line, " \n", &rest); one; one = strtok_r(NULL, " \n", &rest))
        if (strcmp(one, word) == 0)
            return true;
    return false;
}

struct text {
    char *data;
    size_t length;
};

static bool add(struct text *text, const void *data, size_t length)
{
    char *longer = realloc(text->data, text->length + length + 1);

    if (!longer)
        return false;
    memcpy(longer + text->length, data, length);
    text->data = longer;
    text->length += length;
    return true;
}

/* `width` 0: one line. */
static bool add_base64(struct text *text, const unsigned char *der, size_t length, size_t width,
                       const char *end)
{
    char *all = malloc(length * 2 + 8);
    size_t size = all ? (size_t)EVP_EncodeBlock((unsigned char *)all, der, (int)length) : 0;
    bool good = all != NULL;

    for (size_t at = 0; good && at < size;) {
        size_t some = width && width < size - at ? width : size - at;
        good = add(text, all + at, some) && add(text, end, strlen(end));
        at += some;
    }
    free(all);
    return good;
}

static bool shape(const struct request *req, struct text *text, const unsigned char *der,
                  size_t length)
{
    static const char begin[] = "-----BEGIN PKCS7-----\n", end[] = "-----END PKCS7-----\n";

    if (est_word(req, "der"))
        return add(text, der, length);
    if (est_word(req, "line"))
        return add_base64(text, der, length, 0, "");
    if (est_word(req, "crlf"))
        return add_base64(text, der, length, 76, "\r\n");
    if (est_word(req, "pem"))
        return add(text, begin, strlen(begin)) && add_base64(text, der, length, 64, "\n") &&
               add(text, end, strlen(end));
    return add_base64(text, der, length, 64, "\n");
}

struct stream {
    char *data;
    size_t length, total;
    bool slow, stall;
    time_t next; /* not before that */
    const struct request *held; /* or NULL */
};

/* How many bytes may go now; 0: none yet. The thread serves others, too, and must not sleep for
 * long. */
static size_t allowance(struct stream *stream, uint64_t at, size_t size)
{
    if (stream->held && at > 0 && est_word(stream->held, "held")) {
        usleep(20000);
        return 0;
    }
    if (stream->held && at == 0)
        return stream->length / 2;
    if (!stream->slow && !stream->stall)
        return size;
    if (time(NULL) < stream->next) {
        usleep(20000);
        return 0;
    }
    stream->next = time(NULL) + (stream->stall ? 5 : 1);
    return stream->stall && at > 0 ? 1 : stream->length / 3 + 1;
}

static ssize_t read_stream(void *context, uint64_t at, char *to, size_t size)
{
    struct stream *stream = context;

    if (at >= stream->total)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (at >= stream->length && stream->total < LARGE)
        return MHD_CONTENT_READER_END_WITH_ERROR; /* cut off */
    size_t most = allowance(stream, at, size);
    size_t end = at < stream->length ? stream->length : stream->total;
    size_t length = end - at < size ? end - at : size;
    length = length < most ? length : most;
    if (at < stream->length)
        memcpy(to, stream->data + at, length);
    else
        memset(to, 'A', length);
    return (ssize_t)length;
}

static void free_stream(void *context)
{
    struct stream *stream = context;

    free(stream->data);
    free(stream);
}

static struct MHD_Response *streamed(const struct request *req, struct text *text)
{
    struct stream *stream = calloc(1, sizeof *stream);

    if (!stream)
        return NULL;
    *stream = (struct stream){.data = text->data, .length = text->length, .total = text->length,
                              .slow = est_word(req, "slow"), .stall = est_word(req, "stall"),
                              .held = est_word(req, "held") ? req : NULL};
    text->data = NULL;
    if (est_word(req, "large") || stream->stall)
        stream->total = LARGE;
    if (est_word(req, "cut"))
        stream->length = stream->total / 2;
    bool large = stream->total == LARGE;
    struct MHD_Response *response = MHD_create_response_from_callback(
        large ? MHD_SIZE_UNKNOWN : stream->total, 4096, read_stream, stream, free_stream);
    if (!response)
        free_stream(stream);
    return response;
}

struct MHD_Response *est_response(const struct request *req, const char *type,
                                  const unsigned char *der, size_t length)
{
    static const char *const slow_words[] = {"large", "slow", "stall", "cut", "held"};
    struct text text = {0};
    struct MHD_Response *response = NULL;
    bool post = strcmp(req->method, "POST") == 0, stream = false;

    for (size_t i = 0; i < sizeof slow_words / sizeof *slow_words; i++)
        stream |= post && est_word(req, slow_words[i]);
    if (shape(req, &text, der, length))
        response = stream ? streamed(req, &text)
                          : MHD_create_response_from_buffer(text.length, text.data,
                                                            MHD_RESPMEM_MUST_COPY);
    free(text.data);
    if (response) {
        MHD_add_response_header(response, "Content-Type", type);
        MHD_add_response_header(response, "Content-Transfer-Encoding", "base64");
    }
    return response;
}

enum MHD_Result est_send(struct request *req, unsigned int status, struct MHD_Response *response)
{
    if (!response)
        return MHD_NO;
    enum MHD_Result result = MHD_queue_response(req->connection, status, response);
    MHD_destroy_response(response);
    return result;
}

enum MHD_Result est_say(struct request *req, unsigned int status, const char *type,
                        const char *words)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(words), (void *)words, MHD_RESPMEM_MUST_COPY);

    if (response)
        MHD_add_response_header(response, "Content-Type", type);
    return est_send(req, status, response);
}
