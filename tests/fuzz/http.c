/* SPDX-License-Identifier: MPL-2.0 */
/* The header of a response over http, its words for a person, and addresses in it. */
#include "net/httpaddress.h"
#include "net/httpresponse.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "room.h"

#include <stdlib.h>
#include <string.h>

static void read_address(const char *text, bool open)
{
    char site[NH_SITE_SIZE];
    struct nh_error err = {0};
    const char *path = NULL;
    enum nh_status status = nh_http_site(text, site, &path, &err);
    fuzz_check(status, &err);
    fuzz_expect(status || strncmp(site, "https://", 8) == 0, "a site is one of https");
    fuzz_check(nh_http_open_site(text, site, &err), &err);
    char *target = nh_http_target(text, open, site);
    fuzz_expect(!target || !strpbrk(target, " \r\n"), "a target is one word");
    free(target);
}

static void read_lines(struct nh_http_response *response, char *text)
{
    for (char *next = text; next;) {
        char *line = strsep(&next, "\n");
        nh_http_response_header(response, line, strlen(line));
        nh_http_response_type(response, line);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nh_http_response response = {.code = 401, .body = fuzz_buf(data, size)};
    char words[NH_HTTP_WORDS_SIZE];
    char *text = fuzz_text(data, size);
    nh_http_response_header(&response, (const char *)data, size);
    nh_http_response_type(&response, size % 2 ? "text/html" : NULL);
    nh_http_words(&response, words);
    fuzz_expect(nh_utf8_valid(words, strlen(words)), "words are UTF-8");
    read_address(text, size % 2);
    read_lines(&response, text);
    fuzz_expect(nh_utf8_valid(response.other, strlen(response.other)), "a name is UTF-8");
    nh_http_response_reset(&response);
    free(text);
    return 0;
}
