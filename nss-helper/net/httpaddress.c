/* SPDX-License-Identifier: MPL-2.0 */
#include "net/httpaddress.h"

#include "base/words.h"
#include "net/libcurl.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static bool is_plain(const char *url)
{
    for (; *url; url++) {
        if (*url <= ' ' || *url > '~')
            return false;
    }
    return true;
}

static char *part(CURLU *parts, CURLUPart which)
{
    char *text = NULL;
    return nh_curl()->url_get(parts, which, &text, CURLU_DEFAULT_PORT) ? NULL : text;
}

/* Whether the address has parts that must not be stored and sent. `query`: a query is allowed. */
static bool has_more(CURLU *parts, bool query)
{
    static const CURLUPart others[] = {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS,
                                       CURLUPART_FRAGMENT, CURLUPART_QUERY};
    bool more = false;
    for (size_t i = 0; i < sizeof others / sizeof *others - (query ? 1 : 0); i++) {
        char *text = part(parts, others[i]);
        more |= text != NULL;
        nh_curl()->free(text);
    }
    return more;
}

static bool write_site(CURLU *parts, bool open, char site[NH_SITE_SIZE])
{
    char *host = part(parts, CURLUPART_HOST), *port = part(parts, CURLUPART_PORT);
    char *scheme = part(parts, CURLUPART_SCHEME);
    bool safe = scheme && strcmp(scheme, "https") == 0;
    bool good = host && port && (safe || (open && scheme && strcmp(scheme, "http") == 0)) &&
                strlen(host) + strlen(port) + strlen("https://:") < NH_SITE_SIZE;
    for (char *at = host; good && *at; at++)
        *at = (char)tolower((unsigned char)*at);
    if (good && strcmp(port, safe ? "443" : "80") == 0)
        snprintf(site, NH_SITE_SIZE, "%s://%s", scheme, host);
    else if (good)
        snprintf(site, NH_SITE_SIZE, "%s://%s:%s", scheme, host, port);
    nh_curl()->free(host);
    nh_curl()->free(port);
    nh_curl()->free(scheme);
    return good;
}

static bool read_site(const char *url, bool open, char site[NH_SITE_SIZE])
{
    const struct nh_curl *lib = nh_curl();
    CURLU *parts = lib->url();
    bool good = parts && strstr(url, "://") && is_plain(url) &&
                !lib->url_set(parts, CURLUPART_URL, url, 0) && !has_more(parts, open) &&
                write_site(parts, open, site);
    lib->url_cleanup(parts);
    return good;
}

static enum nh_status need_curl(struct nh_error *err)
{
    if (nh_curl())
        return NH_OK;
    return nh_fail(err, NH_CONFIG, NULL,
                   "libcurl with OpenSSL is not installed. Debian: sudo apt install libcurl4");
}

enum nh_status nh_http_site(const char *url, char site[NH_SITE_SIZE], const char **path,
                            struct nh_error *err)
{
    char shown[NH_SITE_SIZE];
    const char *host = strstr(url, "://");
    enum nh_status status = need_curl(err);
    if (status)
        return status;
    nh_site_show(url, shown, sizeof shown);
    if (!host || !read_site(url, false, site))
        return nh_fail(
            err, NH_USAGE, NULL,
            "\"%.120s\" is not the address of a server. Write it like https://ca.example, without "
            "a user name or a query.",
            shown);
    *path = host + 3 + strcspn(host + 3, "/");
    return NH_OK;
}

enum nh_status nh_http_open_site(const char *url, char site[NH_SITE_SIZE], struct nh_error *err)
{
    char shown[NH_SITE_SIZE];
    const char *host = strstr(url, "://");
    enum nh_status status = need_curl(err);
    if (status)
        return status;
    nh_site_show(url, shown, sizeof shown);
    if (read_site(url, true, site))
        return NH_OK;
    if (host && nh_words_login(host + 3))
        return nh_fail(err, NH_BAD_DATA, NULL,
                       "\"%.120s\" contains a user name, so NSS Helper does not use it.", shown);
    return nh_fail(err, NH_BAD_DATA, NULL, "\"%.120s\" is not a web address.", shown);
}

char *nh_http_target(const char *next, bool open, char site[NH_SITE_SIZE])
{
    static const CURLUPart others[] = {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS,
                                       CURLUPART_FRAGMENT};
    const struct nh_curl *lib = nh_curl();
    char *text = NULL, *copy = NULL;
    CURLU *parts = lib->url();
    bool good = parts && is_plain(next) && !lib->url_set(parts, CURLUPART_URL, next, 0);
    for (size_t i = 0; good && i < sizeof others / sizeof *others; i++)
        good = !lib->url_set(parts, others[i], NULL, 0);
    good = good && write_site(parts, open, site) && !lib->url_get(parts, CURLUPART_URL, &text, 0);
    if (good)
        copy = strdup(text);
    lib->free(text);
    lib->url_cleanup(parts);
    return copy;
}
