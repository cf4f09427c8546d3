/* SPDX-License-Identifier: MPL-2.0 */
/* Which sites are origins, and how a site is shown in a sentence: its end tells whose it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/site.h"

#include <string.h>

#define TWENTY "aaaaaaaaa.aaaaaaaaa."

static void a_long_host_loses_its_front(void **state)
{
    static const struct {
        const char *address, *shown;
    } cases[] = {
        {"https://portal.example:8443", "https://portal.example:8443"},
        {"portal.example", "portal.example"},
        {"https://[2001:db8::1]:8443/est", "https://[2001:db8::1]:8443/est"},
        {"https://xn--wgv71a119e.example/x", "https://xn--wgv71a119e.example/x"},
        {TWENTY TWENTY "a.long.host.example1", TWENTY TWENTY "a.long.host.example1"},
        {"b" TWENTY TWENTY "a.long.host.example1", "…" TWENTY TWENTY "a.long.host.example1"},
    };
    char out[121];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nh_site_show(cases[i].address, out, sizeof out);
        assert_string_equal(out, cases[i].shown);
    }
}

/* 154 characters, of which the first 120 look like another site. */
static void its_end_is_always_there(void **state)
{
    static const char host[] =
        "https://portal.example.ac.jp." TWENTY TWENTY TWENTY TWENTY TWENTY TWENTY
        "b.evil.example:8443";
    char address[1024], out[121];
    (void)state;
    for (size_t path = 0; path < 400; path += 40) {
        memcpy(address, host, sizeof host);
        if (path) {
            address[sizeof host - 1] = '/';
            memset(address + sizeof host, 'p', path);
            address[sizeof host + path] = '\0';
        }
        nh_site_show(address, out, sizeof out);
        assert_non_null(strstr(out, ".b.evil.example:8443"));
        assert_non_null(strstr(out, "https://…"));
        assert_null(strstr(out, "portal"));
    }
}

/* A name for a file, without what means nothing to a person. */
static void a_file_is_named_by_the_host_alone(void **state)
{
    static const struct {
        const char *origin, *name;
    } cases[] = {
        {"https://portal.example", "portal.example"},
        {"https://portal.example:8443", "portal.example"},
        {"http://download.localhost:33479", "download.localhost"},
        {"http://127.0.0.1:8080", "127.0.0.1"},
        {"https://[2001:db8::1]:8443", "2001:db8::1"},
        {"https://[2001:db8::1]", "2001:db8::1"},
        {"https://xn--wgv71a119e.example", "xn--wgv71a119e.example"},
        {"https://" TWENTY TWENTY "a.long.host.example1", TWENTY TWENTY "a.long.host.example1"},
        {"https://b" TWENTY TWENTY "a.long.host.example1:1", TWENTY TWENTY "a.long.host.example1"},
    };
    char out[NH_SITE_SHOWN + 1];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nh_site_name(cases[i].origin, out, sizeof out);
        assert_string_equal(out, cases[i].name);
    }
}

static void knows_origins(void **state)
{
    static const char *const good[] = {
        "https://portal.example",    "https://portal.example:8443",
        "https://xn--wgv71a.test",   "https://192.0.2.1",
        "https://[2001:db8::1]:444", "http://localhost:8080",
        "http://portal.localhost",   "http://127.0.0.1",
        "http://[::1]:3000",         "https://under_score.test",
        "https://a:65535",           "https://1.example1",
        "https://portal.example.",   "https://[::ffff:c000:201]",
        "https://localhost",
    };
    static const char *const bad[] = {
        "",
        "https://",
        "https:",
        "portal.example",
        "HTTPS://portal.example",
        "https://Portal.example",
        "https://portal.example/",
        "https://portal.example/path",
        "https://portal.example?",
        "https://portal.example#",
        "https://u@portal.example",
        "https://portal.example:",
        "https://portal.example:443",
        "https://portal.example:0",
        "https://portal.example:080",
        "https://portal.example:65536",
        "https://portal.example:100000",
        "https://portal.example:8443/",
        "https://portal.example:8443 ",
        " https://portal.example",
        "https://por tal.example",
        "https://.example",
        "https://-a.example",
        "https://[::1",
        "https://[]",
        "https://[g]",
        "https://[::::]",
        "https://[2001:db8:0::1]",
        "https://[::ffff:192.0.2.1]",
        "https://192.0.2",
        "https://192.0.2.256",
        "https://192.0.2.01",
        "https://192.0.2.1.",
        "https://portal.1",
        "https://[::1]x",
        "https://[::1}:8443",
        "http://portal.example",
        "http://localhost.example",
        "http://notlocalhost",
        "http://localhos",
        "http://l",
        "ftp://xlocalhost",
        "HTTP://localhost",
        "http://.localhost",
        "http://localhost:80",
        "http://127.0.0.2",
        "http://192.168.0.1",
        "ftp://portal.example",
        "file:///etc/passwd",
        "moz-extension://0",
        "https://\xE6\x97\xA5.example",
    };
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!nh_site_is_origin(good[i]))
            fail_msg("refused: %s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (nh_site_is_origin(bad[i]))
            fail_msg("taken: %s", bad[i]);
}

/* The whole host must be equal: neither its beginning nor its end is enough. */
static void a_site_is_the_same_host_or_another(void **state)
{
    static const struct {
        const char *one, *other;
        bool same;
    } cases[] = {
        {"https://portal.example", "https://portal.example", true},
        {"https://portal.example", "https://portal.example:8443", true},
        {"https://portal.example:1", "https://portal.example:2", true},
        {"https://portal.example", "https://portal.example.evil", false},
        {"https://portal.example:443", "https://portal.example.evil:443", false},
        {"https://portal.example", "https://portal.example.", false},
        {"https://portal.example", "https://portal.exampl", false},
        {"https://portal.example", "https://portal.examplf", false},
        {"https://portal.example", "https://eportal.example", false},
        {"https://portal.example", "http://portal.example", false},
        {"https://portal.example", "https://", false},
        {"https://[2001:db8::1]", "https://[2001:db8::1]:8443", true},
        {"https://[2001:db8::1]", "https://[2001:db8::2]", false},
        {"https://[2001:db8::1]", "https://[2001:db8::1:2]", false},
        {"https://[2001:db8::1]:1", "https://[2001:db8::]:1", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (nh_site_is_same_host(cases[i].one, cases[i].other) != cases[i].same ||
            nh_site_is_same_host(cases[i].other, cases[i].one) != cases[i].same)
            fail_msg("%s and %s", cases[i].one, cases[i].other);
}

/* The origin before the path, and nothing that hides it. */
static void an_address_has_a_site(void **state)
{
    static const struct {
        const char *address, *site;
    } cases[] = {
        {"https://portal.example", "https://portal.example"},
        {"https://portal.example/a?b#c", "https://portal.example"},
        {"https://portal.example:8443/", "https://portal.example:8443"},
        {"https://portal.example.evil/https://portal.example", "https://portal.example.evil"},
        {"https://portal.example@evil.example/", NULL},
        {"https://portal.example?.evil/", NULL},
        {"https://portal.example#.evil/", NULL},
        {"https://portal.example\\.evil/", NULL},
        {"https://portal.example/a b", NULL},
        {"https://portal.example/\x7f", NULL},
        {"https://portal.example/~", "https://portal.example"},
        {"http://portal.example/", NULL},
        {"portal.example/", NULL},
        {"", NULL},
    };
    char site[NH_SITE_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool is = nh_site_of_address(cases[i].address, site);
        if (is != (cases[i].site != NULL) || is != nh_site_is_address(cases[i].address) ||
            (is && strcmp(site, cases[i].site) != 0))
            fail_msg("%s: %s", cases[i].address, is ? site : "none");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_origins),
        cmocka_unit_test(a_site_is_the_same_host_or_another),
        cmocka_unit_test(an_address_has_a_site),
        cmocka_unit_test(a_long_host_loses_its_front),
        cmocka_unit_test(its_end_is_always_there),
        cmocka_unit_test(a_file_is_named_by_the_host_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
