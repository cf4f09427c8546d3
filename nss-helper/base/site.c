/* SPDX-License-Identifier: MPL-2.0 */
#include "base/site.h"

#include "base/words.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define DIGITS "0123456789"
#define LOWER "abcdefghijklmnopqrstuvwxyz"

/* Nothing, or ":8443"; the scheme's default port must be left out. */
static bool port_fits(const char *port, const char *usual)
{
    unsigned long number = 0;
    size_t digits;
    if (*port == '\0')
        return true;
    if (*port++ != ':' || *port == '0' || strcmp(port, usual) == 0)
        return false;
    digits = strspn(port, DIGITS);
    if (digits == 0 || digits > 5 || port[digits] != '\0')
        return false;
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + (unsigned long)(port[i] - '0');
    return number <= 65535;
}

/* An IPv6 address in the one form that browsers write (RFC 5952, without dots). */
static bool is_ipv6(const char *host, size_t length)
{
    char text[INET6_ADDRSTRLEN] = "", again[INET6_ADDRSTRLEN];
    struct in6_addr address;
    if (length >= sizeof text)
        return false;
    memcpy(text, host, length);
    return inet_pton(AF_INET6, text, &address) == 1 &&
           inet_ntop(AF_INET6, &address, again, sizeof again) &&
           (strchr(again, '.') || strcmp(text, again) == 0);
}

/* A name, or four numbers: browsers treat a host that ends in a number as an IPv4 address. */
static bool is_name(const char *host, size_t length)
{
    char text[INET_ADDRSTRLEN] = "";
    struct in_addr address;
    size_t digits = 0;
    if (length == 0 || host[0] == '.' || host[0] == '-')
        return false;
    size_t end = host[length - 1] == '.' ? length - 1 : length;
    while (digits < end && strchr(DIGITS, host[end - 1 - digits]))
        digits++;
    if (digits == 0 || (digits < end && host[end - 1 - digits] != '.'))
        return true;
    if (length >= sizeof text)
        return false;
    memcpy(text, host, length);
    return inet_pton(AF_INET, text, &address) == 1;
}

/* The length of a host at the start of the text, or 0. */
static size_t host_length(const char *host)
{
    size_t length;
    if (*host == '[') {
        length = strspn(host + 1, "abcdef:" DIGITS);
        return is_ipv6(host + 1, length) && host[length + 1] == ']' ? length + 2 : 0;
    }
    length = strspn(host, LOWER DIGITS "-._");
    return is_name(host, length) ? length : 0;
}

static bool is_this_machine(const char *host, size_t length)
{
    static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};
    static const char below[] = ".localhost";
    size_t tail = sizeof below - 1;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (length == strlen(names[i]) && memcmp(host, names[i], length) == 0)
            return true;
    return length > tail && memcmp(host + length - tail, below, tail) == 0;
}

bool nh_site_is_origin(const char *text)
{
    bool secure = strncmp(text, "https://", 8) == 0;
    const char *host = text + (secure ? 8 : 7);
    size_t length;
    if (!secure && strncmp(text, "http://", 7) != 0)
        return false;
    length = host_length(host);
    return length > 0 && (secure || is_this_machine(host, length)) &&
           port_fits(host + length, secure ? "443" : "80");
}

bool nh_site_of_address(const char *address, char site[NH_SITE_SIZE])
{
    const char *path = strstr(address, "://");
    path = path ? path + 3 + strcspn(path + 3, "/") : address;
    size_t length = (size_t)(path - address);
    if (length == 0 || length >= NH_SITE_SIZE)
        return false;
    memcpy(site, address, length);
    site[length] = '\0';
    for (; *path > ' ' && *path < 0x7f; path++)
        ;
    return *path == '\0' && nh_site_is_origin(site);
}

bool nh_site_is_address(const char *text)
{
    char site[NH_SITE_SIZE];
    return nh_site_of_address(text, site);
}

void nh_site_show(const char *address, char *out, size_t size)
{
    const char *scheme = strstr(address, "://"), *authority = scheme ? scheme + 3 : address;
    const char *host = authority + nh_words_login(authority);
    size_t length = strcspn(host, "/?#");
    size_t cut = length > NH_SITE_SHOWN ? length - NH_SITE_SHOWN : 0;
    size_t shown = strcspn(host, "?#") - cut;
    snprintf(out, size, "%.*s%s%.*s%s", (int)(authority - address), address, cut ? "…" : "",
             (int)shown, host + cut, host[cut + shown] ? "?…" : "");
    nh_words_clean(out, out, size);
}

/* Without its port: a colon in brackets belongs to an address. */
static size_t portless_length(const char *origin)
{
    const char *host = strstr(origin, "://");
    const char *after = host ? strrchr(host, ']') : NULL;
    const char *from = after ? after : host ? host + 3 : origin;
    return (size_t)(from - origin) + strcspn(from, ":");
}

void nh_site_name(const char *origin, char *out, size_t size)
{
    const char *scheme = strstr(origin, "://");
    const char *host = scheme ? scheme + 3 : origin, *end = origin + portless_length(origin);
    if (host[0] == '[' && end > host && end[-1] == ']') {
        host++;
        end--;
    }
    if ((size_t)(end - host) >= size)
        host = end - (size - 1);
    snprintf(out, size, "%.*s", (int)(end - host), host);
}

bool nh_site_is_same_host(const char *one, const char *other)
{
    size_t length = portless_length(one);
    return length == portless_length(other) && strncmp(one, other, length) == 0;
}
