/* SPDX-License-Identifier: MPL-2.0 */
#include "est.h"
#include "http.h"

#include <arpa/inet.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct field *field_slot(struct request *req, const char *name)
{
    for (int i = 0; i < req->field_count; i++)
        if (strcmp(req->fields[i].name, name) == 0)
            return &req->fields[i];
    if (req->field_count == FIELDS_MAX || strlen(name) >= sizeof req->fields[0].name)
        return NULL;
    struct field *field = &req->fields[req->field_count++];
    snprintf(field->name, sizeof field->name, "%s", name);
    return field;
}

/* The field comes in parts; the first byte of a second one of the same name is
 * at offset 0 again. A NUL would end the value early for us only. */
static enum MHD_Result on_field(void *context, enum MHD_ValueKind kind, const char *name,
                                const char *filename, const char *type, const char *encoding,
                                const char *data, uint64_t offset, size_t size)
{
    struct request *req = context;
    struct field *field = name ? field_slot(req, name) : NULL;
    char *value = NULL;

    (void)kind, (void)filename, (void)type, (void)encoding;
    if (field && offset == field->length && (size == 0 || !memchr(data, 0, size)))
        value = realloc(field->value, field->length + size + 1);
    if (!value) {
        req->bad_body = true;
        return MHD_NO;
    }
    if (size)
        memcpy(value + field->length, data, size);
    field->length += size;
    value[field->length] = '\0';
    field->value = value;
    return MHD_YES;
}

static void read_address(struct request *req)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(req->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *from = info ? info->client_addr : NULL;

    if (from && from->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)from)->sin_addr,
                  req->address, sizeof req->address);
    else if (from && from->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)from)->sin6_addr,
                  req->address, sizeof req->address);
}

struct request *request_new(struct portal *portal, struct MHD_Connection *connection,
                            const char *method, const char *path)
{
    struct request *req = calloc(1, sizeof *req);

    if (!req)
        return NULL;
    req->portal = portal;
    req->connection = connection;
    req->method = method;
    req->path = path;
    read_address(req);
    if (strcmp(method, "POST") == 0 && !est_is_path(path))
        req->post = MHD_create_post_processor(connection, 1024, on_field, req);
    return req;
}

void request_free(struct request *req)
{
    if (!req)
        return;
    if (req->post)
        MHD_destroy_post_processor(req->post);
    for (int i = 0; i < req->field_count; i++) {
        OPENSSL_cleanse(req->fields[i].value, req->fields[i].length);
        free(req->fields[i].value);
    }
    free(req->raw);
    free(req);
}

/* A body that is no form, for the routes that want one. */
static bool feed_raw(struct request *req, const char *data, size_t length)
{
    char *longer = realloc(req->raw, req->body + 1);

    if (!longer)
        return false;
    memcpy(longer + req->body - length, data, length);
    longer[req->body] = '\0';
    req->raw = longer;
    return true;
}

bool request_feed(struct request *req, const char *data, size_t length)
{
    req->body += length;
    req->large_body = req->body > BODY_MAX;
    if (req->large_body)
        return req->body <= BODY_DRAIN;
    if (!req->post)
        return feed_raw(req, data, length);
    if (req->bad_body || MHD_post_process(req->post, data, length) != MHD_YES)
        req->bad_body = true;
    return true;
}

const char *request_header(const struct request *req, const char *name)
{
    return MHD_lookup_connection_value(req->connection, MHD_HEADER_KIND, name);
}

const char *request_query(const struct request *req, const char *name)
{
    const char *value = MHD_lookup_connection_value(req->connection, MHD_GET_ARGUMENT_KIND, name);

    return value ? value : "";
}

const char *request_field(const struct request *req, const char *name)
{
    for (int i = 0; i < req->field_count; i++)
        if (strcmp(req->fields[i].name, name) == 0 && req->fields[i].value)
            return req->fields[i].value;
    return "";
}

static const char *cookie(const struct request *req, const char *name)
{
    const char *value = MHD_lookup_connection_value(req->connection, MHD_COOKIE_KIND, name);

    return value ? value : "";
}

static bool language_named(const char *code, enum language *language)
{
    if (strcmp(code, "ja") != 0 && strcmp(code, "en") != 0)
        return false;
    *language = code[0] == 'j' ? LANG_JA : LANG_EN;
    return true;
}

void request_ready(struct request *req)
{
    const char *token = cookie(req, SESSION_COOKIE);

    if (req->post) {
        if (MHD_destroy_post_processor(req->post) != MHD_YES)
            req->bad_body = true;
        req->post = NULL;
    }
    req->language_chosen = language_named(request_query(req, "lang"), &req->language) ||
                           language_named(request_field(req, "lang"), &req->language);
    if (!req->language_chosen && !language_named(cookie(req, "lang"), &req->language))
        req->language = language_negotiate(request_header(req, "Accept-Language"));
    if (strlen(token) == TOKEN_SIZE - 1 && strspn(token, "0123456789abcdef") == TOKEN_SIZE - 1)
        snprintf(req->token, sizeof req->token, "%s", token);
}

const char *tr(const struct request *req, enum text_id id)
{
    return text(req->language, id);
}

bool request_new_token(struct request *req)
{
    req->token_new = token_make(req->token);
    return req->token_new;
}

const char *request_csrf(struct request *req, char token[TOKEN_SIZE])
{
    unsigned char raw[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    char message[TOKEN_SIZE + 8];

    token[0] = '\0';
    if (!req->token[0] && !request_new_token(req))
        return token;
    snprintf(message, sizeof message, "%d:%s", req->site, req->token);
    if (!HMAC(EVP_sha256(), req->portal->secret, sizeof req->portal->secret,
              (unsigned char *)message, strlen(message), raw, &length))
        return token;
    for (unsigned int i = 0; i < length; i++)
        snprintf(token + 2 * (size_t)i, 3, "%02x", raw[i]);
    return token;
}

bool request_csrf_good(struct request *req)
{
    char token[TOKEN_SIZE];
    bool post = strcmp(req->method, "POST") == 0;
    const char *got = post ? request_field(req, "csrf") : request_query(req, "csrf");

    return req->token[0] && strlen(got) == TOKEN_SIZE - 1 &&
           strlen(request_csrf(req, token)) == TOKEN_SIZE - 1 &&
           CRYPTO_memcmp(got, token, TOKEN_SIZE - 1) == 0;
}
