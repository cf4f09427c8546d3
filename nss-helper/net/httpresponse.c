/* SPDX-License-Identifier: MPL-2.0 */
#include "net/httpresponse.h"

#include "base/words.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

void nh_http_response_reset(struct nh_http_response *response)
{
    nh_buf_reset(&response->body);
    *response = (struct nh_http_response){0};
}

/* Note an authentication scheme of WWW-Authenticate (RFC 9110 section 11.6.1). */
static void note_login(struct nh_http_response *response, const char *name, size_t length)
{
    if (length == strlen("Basic") && strncasecmp(name, "Basic", length) == 0)
        response->logins |= NH_HTTP_BASIC;
    else if (length == strlen("Digest") && strncasecmp(name, "Digest", length) == 0)
        response->logins |= NH_HTTP_DIGEST;
    else if (length && length < sizeof response->other) {
        response->logins |= NH_HTTP_OTHER;
        snprintf(response->other, sizeof response->other, "%.*s", (int)length, name);
    }
}

void nh_http_response_header(struct nh_http_response *response, const char *line, size_t length)
{
    static const char name[] = "WWW-Authenticate:";
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t begin = strlen(name), end;
    if (length >= 5 && strncasecmp(line, "HTTP/", 5) == 0)
        response->logins = 0;
    if (length <= begin || strncasecmp(line, name, begin) != 0)
        return;
    while (begin < length && (line[begin] == ' ' || line[begin] == '\t'))
        begin++;
    for (end = begin; end < length && line[end] && strchr(signs, line[end]);)
        end++;
    note_login(response, line + begin, end - begin);
}

void nh_http_response_type(struct nh_http_response *response, const char *type)
{
    snprintf(response->type, sizeof response->type, "%.*s", (int)(type ? strcspn(type, "; \t") : 0),
             type ? type : "");
    for (char *at = response->type; *at; at++)
        *at = (char)tolower((unsigned char)*at);
}

/* The text of an HTML page, including its title. */
static void skip_tags(const char *from, size_t length, bool html, char *out, size_t size)
{
    bool inside = false;
    size_t used = 0;
    for (size_t i = 0; i < length && used + 1 < size; i++) {
        if (html && from[i] == '<')
            inside = true;
        out[used++] = inside || !from[i] ? ' ' : from[i];
        if (from[i] == '>')
            inside = false;
        if (used > 1 && out[used - 1] == ' ' && out[used - 2] == ' ')
            used--;
    }
    out[used] = '\0';
}

void nh_http_words(const struct nh_http_response *response, char words[NH_HTTP_WORDS_SIZE])
{
    char text[1024];
    skip_tags((const char *)response->body.data, response->body.length,
              strstr(response->type, "html") != NULL, text, sizeof text);
    nh_words_clean(text, words, NH_HTTP_WORDS_SIZE);
}
