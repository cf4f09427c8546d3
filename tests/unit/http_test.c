/* SPDX-License-Identifier: MPL-2.0 */
/* One request, and where it goes in the end: a server in a process of its own notes what it gets,
   and redirects as its paths say. */
#include "fixture.h"
#include "net/est.h"
#include "net/http.h"
#include "net/httpaddress.h"
#include "net/trust.h"

#include <netinet/in.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>

/* What came, "METHOD PATH BODY\n" each. */
static struct {
    char text[4096];
    size_t length;
} * heard;

static int port;
static pid_t server;

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* The headers, and as many bytes behind them as they say. */
static void hear(int fd, char *request, size_t size)
{
    size_t used = 0;
    for (ssize_t n; used + 1 < size && (n = read(fd, request + used, size - used - 1)) > 0;) {
        used += (size_t)n;
        request[used] = '\0';
        char *end = strstr(request, "\r\n\r\n"), *length = strcasestr(request, "Content-Length:");
        size_t body = end && length && length < end ? (size_t)atol(length + 15) : 0;
        bool is_other = *request < 'A' || *request > 'Z'; /* the greeting of TLS */
        if (is_other || (end && used >= (size_t)(end + 4 - request) + body))
            return;
    }
    request[used] = '\0';
}

static void note(const char *request)
{
    const char *end = strstr(request, "\r\n\r\n"), *version = strstr(request, " HTTP/");
    if (end && version)
        heard->length +=
            (size_t)snprintf(heard->text + heard->length, sizeof heard->text - heard->length,
                             "%.*s %s\n", (int)(version - request), request, end + 4);
}

/* /to/CODE/ADDRESS, where @ stands for the port; /size/N; /large/N, of zeros; /headers/N, of so
   many bytes in all; /missing; all else is good. */
static int answer(const char *path, char *out, size_t size)
{
    static char bytes[4096];
    int code, length;
    char address[200], where[200];
    if (sscanf(path, "/to/%d/%199[^ ]", &code, address) == 2) {
        char *at = strchr(address, '@');
        snprintf(where, sizeof where, "%.*s", at ? (int)(at - address) : 199, address);
        if (at)
            snprintf(where + strlen(where), 40, "%d%s", port, at + 1);
        return snprintf(out, size, "HTTP/1.1 %d x\r\nLocation: %s\r\n", code, where);
    }
    if (sscanf(path, "/size/%d", &length) == 1)
        return snprintf(out, size, "HTTP/1.1 200 x\r\nX: x\r\n\r\n%.*s", length,
                        (char *)memset(bytes, 'x', sizeof bytes - 1));
    if (starts(path, "/missing"))
        return snprintf(out, size, "HTTP/1.1 404 x\r\nX: x\r\n\r\nnot here");
    return snprintf(out, size, "HTTP/1.1 200 x\r\nX: x\r\n\r\nhere");
}

/* What has no place in a reply. */
static void write_more(int fd, const char *path)
{
    static char zeros[1 << 17];
    long left = 0;
    if (sscanf(path, "/large/%ld", &left) == 1) {
        nh_fd_write(fd, "HTTP/1.1 200 x\r\nX: x\r\n\r\n", 24);
        for (size_t n;
             left > 0 && nh_fd_write(fd, zeros, n = (size_t)(left < 65536 ? left : 65536));)
            left -= (long)n;
    }
    if (sscanf(path, "/headers/%ld", &left) == 1) {
        memset(zeros, 'x', (size_t)left - 20); /* with the first line, and the ends of each */
        memcpy(zeros, "X: ", 3);
        nh_fd_write(fd, "HTTP/1.1 200 x\r\n", 16);
        nh_fd_write(fd, zeros, (size_t)left - 20);
        nh_fd_write(fd, "\r\n\r\nhere", 8);
    }
}

static void serve(int listener)
{
    static char request[4096], reply[8192];
    for (int fd; (fd = accept(listener, NULL, NULL)) >= 0; close(fd)) {
        hear(fd, request, sizeof request);
        note(request);
        const char *path = strchr(request, ' ');
        bool is_more = path && (starts(path, " /large/") || starts(path, " /headers/"));
        if (is_more)
            write_more(fd, path + 1);
        int length = is_more ? 0 : answer(path ? path + 1 : "", reply, sizeof reply);
        bool has_body = is_more || strstr(reply, "\r\n\r\n") != NULL;
        nh_fd_write(fd, reply, (size_t)length);
        if (!has_body)
            nh_fd_write(fd, "Content-Length: 0\r\nConnection: close\r\n\r\n", 40);
        shutdown(fd, SHUT_WR);
    }
}

/* A port of four digits: with one more behind them it is one that no system gives away. */
static bool take_port(int listener)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    for (int i = 0; i < 1200; i++) {
        port = 2000 + (getpid() + i) % 1200;
        address.sin_port = htons((uint16_t)port);
        if (bind(listener, (struct sockaddr *)&address, sizeof address) == 0)
            return true;
    }
    return false;
}

static int start(void **state)
{
    if (enter_folder(state) < 0)
        return -1;
    unsetenv("http_proxy");
    heard = mmap(NULL, sizeof *heard, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener < 0 || !take_port(listener) || listen(listener, 8) < 0)
        return -1;
    server = fork();
    if (server == 0) {
        serve(listener);
        _exit(0);
    }
    close(listener);
    return server < 0 ? -1 : 0;
}

static int stop(void **state)
{
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
    return leave_folder(state);
}

static const struct nh_trust nobody = {.anybody = false};

/* Into *code what the last response was; the body, where `out` is given. */
static enum nh_status ask(const char *path, struct nh_http_request request, long *code,
                          struct nh_buf *out)
{
    char url[512];
    struct nh_http_response response = {.code = 0};
    snprintf(url, sizeof url, "http://127.0.0.1:%d%s", port, path);
    heard->length = 0;
    *heard->text = '\0';
    request.url = url;
    request.trust = request.trust ? request.trust : &nobody;
    request.open = true;
    err = (struct nh_error){0};
    enum nh_status status = nh_http(&request, &response, &err);
    *code = response.code;
    if (out && !status)
        assert_true(nh_buf_add(out, response.body.data, response.body.length));
    nh_http_response_reset(&response);
    return status;
}

static const struct nh_http_request get = {.type = NULL};

static struct nh_http_request post(const struct nh_buf *body)
{
    return (struct nh_http_request){.type = "text/plain", .body = body};
}

/* A POST is redirected as a POST, with its body. A redirect that would make it a GET is not
 * followed. */
static void a_post_is_sent_on_as_a_post(void **state)
{
    static const int on[] = {301, 302, 307, 308};
    const struct nh_buf body = {.data = (unsigned char *)"words", .length = 5};
    char path[64], expected[128];
    long code;
    (void)state;
    for (size_t i = 0; i < sizeof on / sizeof *on; i++) {
        snprintf(path, sizeof path, "/to/%d//end", on[i]);
        snprintf(expected, sizeof expected, "POST %s words\nPOST /end words\n", path);
        assert_int_equal(ask(path, post(&body), &code, NULL), NH_OK);
        assert_int_equal(code, 200);
        assert_string_equal(heard->text, expected);
    }
    assert_int_equal(ask("/to/303//end", post(&body), &code, NULL), NH_OK);
    assert_int_equal(code, 303);
    assert_string_equal(heard->text, "POST /to/303//end words\n");
    assert_int_equal(ask("/to/303//end", get, &code, NULL), NH_OK);
    assert_int_equal(code, 200);
    assert_string_equal(heard->text, "GET /to/303//end \nGET /end \n");
    static const int stay[] = {300, 304, 305, 309, 200, 401};
    for (size_t i = 0; i < sizeof stay / sizeof *stay; i++) {
        snprintf(path, sizeof path, "/to/%d//end", stay[i]);
        assert_int_equal(ask(path, get, &code, NULL), NH_OK);
        assert_int_equal(code, stay[i]);
    }
}

static void redirections_have_a_bound(void **state)
{
    long code;
    (void)state;
    assert_int_equal(ask("/to/302//to/302//to/302//end", get, &code, NULL), NH_OK);
    assert_int_equal(code, 200);
    assert_int_equal(ask("/to/302//to/302//to/302//to/302//end", get, &code, NULL), NH_REFUSED);
    assert_non_null(strstr(err.message, "too often"));
}

/* Only the same origin is; or, if that is allowed, any that is no less safe. */
static void another_origin_is_not_followed(void **state)
{
    static const struct {
        const char *address;
        enum nh_status status, elsewhere;
    } cases[] = {
        {"http://127.0.0.1:@/end", NH_OK, NH_OK},
        {"http://localhost:@/end", NH_REFUSED, NH_OK},
        {"http://127.0.0.1:@1/end", NH_REFUSED, NH_UNAVAILABLE},
        {"http://127.0.0.1/end", NH_REFUSED, NH_UNAVAILABLE},
        {"http://127.0.0.1.:@/end", NH_REFUSED, NH_UNAVAILABLE},
        {"https://127.0.0.1:@/end", NH_REFUSED, NH_TLS},
        {"ftp://127.0.0.1:@/end", NH_REFUSED, NH_REFUSED},
        {"file:///etc/passwd", NH_REFUSED, NH_REFUSED},
        {"http://me:word@127.0.0.1/x", NH_REFUSED, NH_REFUSED},
    };
    char path[128];
    long code;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_http_request request = get;
        snprintf(path, sizeof path, "/to/302/%s", cases[i].address);
        enum nh_status here = ask(path, request, &code, NULL);
        request.elsewhere = true;
        enum nh_status there = ask(path, request, &code, NULL);
        /* Nobody listens there, or somebody who is no server of this test. */
        bool fits = there == cases[i].elsewhere || (cases[i].elsewhere == NH_UNAVAILABLE && there);
        if (here != cases[i].status || !fits)
            fail_msg("%s: %s, %s", cases[i].address, nh_status_name(here), nh_status_name(there));
    }
}

static void a_body_has_a_bound(void **state)
{
    struct nh_http_request request = {.limit = 1024};
    struct nh_buf body = {0};
    long code;
    (void)state;
    assert_int_equal(ask("/size/1024", request, &code, &body), NH_OK);
    assert_int_equal(body.length, 1024);
    assert_int_equal(ask("/size/1025", request, &code, NULL), NH_TOO_LARGE);
    nh_buf_reset(&body);
}

/* The usual one; and one of 64 KiB, as OCSP has. */
static void what_is_not_said_has_a_bound(void **state)
{
    static const struct nh_http_request ocsp = {.limit = 65536};
    struct nh_buf body = {0};
    long code;
    (void)state;
    assert_int_equal(ask("/large/1048576", get, &code, &body), NH_OK);
    assert_int_equal(body.length, NH_HTTP_LIMIT);
    nh_buf_reset(&body);
    assert_int_equal(ask("/large/1048577", get, &code, NULL), NH_TOO_LARGE);
    assert_int_equal(ask("/large/65536", ocsp, &code, NULL), NH_OK);
    assert_int_equal(ask("/large/65537", ocsp, &code, NULL), NH_TOO_LARGE);
}

/* A server could send them without end. */
static void headers_have_a_bound(void **state)
{
    long code;
    (void)state;
    assert_int_equal(ask("/headers/65536", get, &code, NULL), NH_OK);
    assert_int_equal(code, 200);
    assert_int_equal(ask("/headers/65537", get, &code, NULL), NH_TOO_LARGE);
}

/* Only the body of a 200 goes into the file. */
static void a_file_takes_what_is_good(void **state)
{
    int fd = memfd_create("body", MFD_CLOEXEC);
    struct nh_http_request request = {.limit = 1024, .file = &fd};
    struct nh_buf body = {0};
    long code;
    (void)state;
    assert_int_equal(ask("/size/1024", request, &code, NULL), NH_OK);
    assert_int_equal(lseek(fd, 0, SEEK_END), 1024);
    assert_int_equal(ftruncate(fd, 0), 0);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    assert_int_equal(ask("/size/1025", request, &code, NULL), NH_TOO_LARGE);
    assert_int_equal(ftruncate(fd, 0), 0);
    assert_int_equal(ask("/missing", request, &code, &body), NH_OK);
    assert_int_equal(code, 404);
    assert_int_equal(lseek(fd, 0, SEEK_END), 0);
    assert_int_equal(body.length, 8);
    nh_buf_reset(&body);
    close(fd);
}

/* A server that is not verified gets no secret: nothing at all is sent then. */
static void nobody_unknown_gets_a_secret(void **state)
{
    const struct nh_trust anybody = {.anybody = true};
    const struct nh_buf body = {.data = (unsigned char *)"words", .length = 5};
    struct nh_httpkey *key = (struct nh_httpkey *)&anybody; /* never used */
    const struct nh_http_request secrets[] = {
        {.trust = &anybody, .type = "text/plain", .body = &body},
        {.trust = &anybody, .user = "me", .password = "word"},
        {.trust = &anybody, .key = key},
    };
    struct nh_http_request request = {.trust = &anybody};
    long code;
    (void)state;
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        assert_int_equal(ask("/end", secrets[i], &code, NULL), NH_INTERNAL);
        assert_string_equal(heard->text, "");
    }
    assert_int_equal(ask("/end", request, &code, NULL), NH_OK);
    assert_int_equal(ask("/end", post(&body), &code, NULL), NH_OK);
}

static void addresses_have_sites(void **state)
{
    static const struct {
        const char *url, *site, *open; /* NULL: none */
    } cases[] = {
        {"https://a.example", "https://a.example", "https://a.example"},
        {"https://A.Example/x", "https://a.example", "https://a.example"},
        {"https://a.example:443/x", "https://a.example", "https://a.example"},
        {"https://a.example:80/x", "https://a.example:80", "https://a.example:80"},
        {"https://a.example:8443/x", "https://a.example:8443", "https://a.example:8443"},
        {"http://a.example/x", NULL, "http://a.example"},
        {"http://a.example:80/x", NULL, "http://a.example"},
        {"http://a.example:443/x", NULL, "http://a.example:443"},
        {"ftp://a.example/x", NULL, NULL},
        {"file:///x", NULL, NULL},
        {"a.example", NULL, NULL},
        {"https://u@a.example", NULL, NULL},
        {"https://:p@a.example", NULL, NULL},
        {"https://u:p@a.example", NULL, NULL},
        {"https://a.example/#x", NULL, NULL},
        {"https://a.example/?x", NULL, "https://a.example"},
        {"https://a.example/ x", NULL, NULL},
        {"https://a.example/\x7f", NULL, NULL},
        {"https://a.example/\xc3\xa9", NULL, NULL},
        {"https://a.example/~", "https://a.example", "https://a.example"},
        {"https://a.example/!", "https://a.example", "https://a.example"},
    };
    char site[NH_SITE_SIZE];
    const char *path;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool is = !nh_http_site(cases[i].url, site, &path, &err);
        if (is != (cases[i].site != NULL) || (is && strcmp(site, cases[i].site) != 0))
            fail_msg("%s: %s", cases[i].url, is ? site : "none");
        is = !nh_http_open_site(cases[i].url, site, &err);
        if (is != (cases[i].open != NULL) || (is && strcmp(site, cases[i].open) != 0))
            fail_msg("%s, open: %s", cases[i].url, is ? site : "none");
    }
}

/* "https://aaa…" of so many bytes in all, with ":443" which is not written out. */
static bool has_site(size_t length)
{
    char url[2 * NH_SITE_SIZE] = "https://", site[NH_SITE_SIZE];
    memset(url + 8, 'a', length - 8);
    return !nh_http_open_site(url, site, &err);
}

static void a_site_has_a_bound(void **state)
{
    (void)state;
    assert_true(has_site(NH_SITE_SIZE - 10));
    assert_false(has_site(NH_SITE_SIZE));
    assert_false(has_site(NH_SITE_SIZE + 40));
}

static void where_it_leads_has_no_login(void **state)
{
    char site[NH_SITE_SIZE];
    (void)state;
    char *target = nh_http_target("https://u:p@a.example/x?q#f", false, site);
    assert_string_equal(target, "https://a.example/x?q");
    assert_string_equal(site, "https://a.example");
    free(target);
    assert_null(nh_http_target("http://a.example/", false, site));
    assert_null(nh_http_target("https://a.example/ ", false, site));
    target = nh_http_target("http://a.example/", true, site);
    assert_string_equal(target, "http://a.example/");
    free(target);
}

static void a_label_is_one_part_of_a_path(void **state)
{
    static const struct {
        const char *label;
        enum nh_status status;
    } cases[] = {{"staff", NH_OK},
                 {"a.b-c_d~1", NH_OK},
                 {"", NH_USAGE},
                 {".", NH_USAGE},
                 {"..", NH_USAGE},
                 {".a", NH_USAGE},
                 {"a/b", NH_USAGE},
                 {"a%2fb", NH_USAGE},
                 {"a?b", NH_USAGE},
                 {"cacerts", NH_USAGE},
                 {"simplereenroll", NH_USAGE},
                 {"cacerts2", NH_OK},
                 {"cacert", NH_OK},
                 {"csrattrs", NH_USAGE},
                 {"a b", NH_USAGE}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *made = NULL;
        if (nh_est_server("https://a.example", cases[i].label, &made, &err) != cases[i].status)
            fail_msg("%s", cases[i].label);
        free(made);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_post_is_sent_on_as_a_post),
        cmocka_unit_test(redirections_have_a_bound),
        cmocka_unit_test(another_origin_is_not_followed),
        cmocka_unit_test(a_body_has_a_bound),
        cmocka_unit_test(what_is_not_said_has_a_bound),
        cmocka_unit_test(headers_have_a_bound),
        cmocka_unit_test(a_file_takes_what_is_good),
        cmocka_unit_test(nobody_unknown_gets_a_secret),
        cmocka_unit_test(addresses_have_sites),
        cmocka_unit_test(a_site_has_a_bound),
        cmocka_unit_test(where_it_leads_has_no_login),
        cmocka_unit_test(a_label_is_one_part_of_a_path),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
