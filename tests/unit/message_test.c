/* SPDX-License-Identifier: MPL-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/site.h"
#include "browser/profile.h"
#include "certificate/identity.h"
#include "certificate/verify.h"
#include "field.h"
#include "frame.h"
#include "hello.h"
#include "installation.h"
#include "job.h"
#include "lifecycle/inventory.h"
#include "lifecycle/issuance.h"
#include "lifecycle/unfinished.h"
#include "message.h"
#include "reply.h"

#include <cjson/cJSON.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define JOB "20261123T043808-9f2c41d07a33"
#define SIXTEEN "AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89"
#define FINGERPRINT SIXTEEN ":" SIXTEEN
#define ISSUE "{\"type\":\"issue\",\"site\":\"https://a.example\",\"target\":\"https://b.example\","
#define HELLO "{\"type\":\"hello\",\"version\":1,\"language\":\"ja\"}"
#define TEXT(text) text, sizeof(text) - 1
#define EXPORT(fingerprint, password)                                                              \
    "{\"type\":\"export\",\"fingerprint\":\"" fingerprint                                          \
    "\",\"for\":\"windows\",\"password\":\"" password "\",\"settings\":\"AAEC\"}"
#define LOOK(ask) "{\"type\":\"look\",\"answer\":\"" JOB "\",\"ask\":\"" ask "\"}"

static struct nh_message message;
static struct nh_buf data;

static int teardown(void **state)
{
    (void)state;
    nh_message_reset(&message);
    nh_buf_reset(&data);
    return 0;
}

static enum nh_status parse(const char *text, size_t length)
{
    nh_message_reset(&message);
    nh_buf_reset(&data);
    return nh_message_parse(text, length, &message, NULL);
}

/* All that the handlers read, for a request of each shape. */
enum shape { HELLO_SHAPE, ISSUE_SHAPE, ID_SHAPE, LOOK_SHAPE, BYTES_SHAPE, EXPORT_SHAPE, END_SHAPE };

static struct {
    const char *first, *second, *third, *fourth;
    double number;
    bool flag;
} got;

static enum nh_status read_as(enum shape shape, const char *text, size_t length)
{
    enum nh_status status = parse(text, length);
    memset(&got, 0, sizeof got);
    if (status)
        return status;
    if (shape == HELLO_SHAPE) {
        got.number = nh_message_integer(&message, "version");
        got.first = nh_message_text(&message, "language");
    } else if (shape == ISSUE_SHAPE) {
        got.first = nh_message_site(&message, "site");
        got.second = nh_message_site(&message, "target");
        got.third = nh_message_text(&message, "key");
        got.fourth = nh_message_ascii(&message, "challenge", 4096);
    } else if (shape == ID_SHAPE) {
        got.first = nh_message_id(&message, "job");
    } else if (shape == LOOK_SHAPE) {
        got.first = nh_message_id(&message, "answer");
        got.flag = nh_message_is(&message, "ask", "yes", "no");
    } else if (shape == BYTES_SHAPE) {
        nh_message_base64(&message, "data", 1, 262144, &data);
    } else if (shape == EXPORT_SHAPE) {
        got.first = nh_message_fingerprint(&message, "fingerprint");
        got.second = nh_message_text(&message, "for");
        got.flag = nh_message_is(&message, "password", "made", "own");
        nh_message_base64(&message, "settings", 0, 524288, &data);
    }
    return nh_message_end(&message, NULL);
}

static enum nh_status read_text(enum shape shape, const char *text)
{
    return read_as(shape, text, strlen(text));
}

static void reads_each_kind_of_field(void **state)
{
    (void)state;
    assert_int_equal(read_text(HELLO_SHAPE, HELLO), NH_OK);
    assert_string_equal(message.type, "hello");
    assert_string_equal(got.first, "ja");
    assert_true(got.number == 1);

    assert_int_equal(
        read_text(ISSUE_SHAPE, ISSUE "\"key\":\"p-256\",\"challenge\":\"k\\\"2\\u0041\"}"), NH_OK);
    assert_string_equal(message.type, "issue");
    assert_string_equal(got.first, "https://a.example");
    assert_string_equal(got.second, "https://b.example");
    assert_string_equal(got.third, "p-256");
    assert_string_equal(got.fourth, "k\"2A");

    assert_int_equal(read_text(ID_SHAPE, " {\"job\" :\n\"" JOB "\",\t\"type\":\"sent\"} \r\n"),
                     NH_OK);
    assert_string_equal(message.type, "sent");
    assert_string_equal(got.first, JOB);

    assert_int_equal(read_text(LOOK_SHAPE, LOOK("no")), NH_OK);
    assert_false(got.flag);
    assert_int_equal(read_text(LOOK_SHAPE, LOOK("yes")), NH_OK);
    assert_true(got.flag);
    assert_int_equal(read_text(LOOK_SHAPE, LOOK("y")), NH_PROTOCOL);

    assert_int_equal(read_text(EXPORT_SHAPE, EXPORT(FINGERPRINT, "own")), NH_OK);
    assert_string_equal(got.first, FINGERPRINT);
    assert_string_equal(got.second, "windows");
    assert_false(got.flag);
    assert_int_equal(data.length, 3);
    assert_int_equal(read_text(EXPORT_SHAPE, EXPORT(FINGERPRINT, "made")), NH_OK);
    assert_true(got.flag);
    assert_int_equal(read_text(EXPORT_SHAPE, EXPORT(FINGERPRINT, "mine")), NH_PROTOCOL);
    assert_int_equal(read_text(EXPORT_SHAPE, EXPORT(FINGERPRINT ":", "own")), NH_PROTOCOL);
    assert_int_equal(read_text(EXPORT_SHAPE, EXPORT("AB:CD", "own")), NH_PROTOCOL);

    assert_int_equal(read_text(BYTES_SHAPE, "{\"type\":\"bytes\",\"data\":\"AAECgA==\"}"), NH_OK);
    assert_int_equal(data.length, 4);
    assert_memory_equal(data.data, "\0\1\2\x80", 4);

    assert_int_equal(read_text(END_SHAPE, "{\"type\":\"end\"}"), NH_OK);
    assert_string_equal(message.type, "end");
}

/* A handler is called once more, after the profile was unlocked. */
static void reads_anew(void **state)
{
    (void)state;
    assert_int_equal(read_text(ID_SHAPE, "{\"type\":\"sent\",\"job\":\"" JOB "\"}"), NH_OK);
    assert_string_equal(nh_message_id(&message, "job"), JOB);
    assert_int_equal(nh_message_end(&message, NULL), NH_OK);
}

/* Each of two faults has words of its own, and the first one is told. */
static void names_the_fault(void **state)
{
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"{\"type\":\"sent\"}", "The field \"job\" is missing."},
        {"{\"type\":\"sent\",\"more\":1}", "The field \"job\" is missing."},
        {"{\"type\":\"sent\",\"job\":1}", "The field \"job\" is no text."},
        {"{\"type\":\"sent\",\"job\":\"x\"}",
         "The field \"job\" is not a name that this host gave."},
        {"{\"type\":\"sent\",\"job\":\"" JOB "\",\"more\":1}", "A \"sent\" has an unknown field."},
        {"{\"type\":\"sent\",\"job\":\"" JOB "\",\"job\":1}", "A \"sent\" has a field twice."},
        {"{\"type\":1}", "The \"type\" of a message is no text."},
        {"{}", "A message has no \"type\"."},
        {"\"end\"", "A message is no JSON object."},
        {"{\"a\":[]}", "A message has a list in it."},
        {"{\"a\":{}}", "A message has an object in it."},
        {"{\"a\":01}", "A message has a number with a leading zero."},
        {"{\"a\":1.5}", "A message has something else than texts and integers in it."},
        {"{\"a\":\"\\u0000\"}", "A message has a NUL in a text."},
        {"{\"a\":\"\\u00\"}", "A message has a broken escape in a text."},
        {"{\"a\":\"\n\"}", "A message has a control character in a text."},
        {"{\"a\":\"", "A message has a text without an end."},
        {"\xEF\xBB\xBF{}", "A message has a character in it that does not belong there."},
        {"{\"a\":1,}", "A message is not JSON."},
        {"\xFF", "A message is not UTF-8."},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_error err = {0};
        nh_message_reset(&message);
        if (!nh_message_parse(cases[i].text, strlen(cases[i].text), &message, &err)) {
            nh_message_id(&message, "job");
            nh_message_end(&message, &err);
        }
        assert_int_equal(err.status, NH_PROTOCOL);
        assert_string_equal(err.message, cases[i].words);
    }
}

/* With its length, so that a NUL may stand inside. */
struct text {
    const char *text;
    size_t length;
};

static void check_refused(enum shape shape, const struct text *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        enum nh_status status = read_as(shape, cases[i].text, cases[i].length);
        if (status != NH_PROTOCOL)
            fail_msg("case %zu: %s: %s", i, cases[i].text, nh_status_name(status));
    }
}

static void refuses_what_is_no_object(void **state)
{
    static const struct text cases[] = {
        {TEXT("")},
        {TEXT(" ")},
        {TEXT("{}")},
        {TEXT("[]")},
        {TEXT("null")},
        {TEXT("1")},
        {TEXT("\"end\"")},
        {TEXT("{\"type\":\"end\"")},
        {TEXT("{\"type\":\"end}")},
        {TEXT("{\"type\":\"end\"}}")},
        {TEXT("{\"type\":\"end\"}{\"type\":\"end\"}")},
        {TEXT("{\"type\":\"end\"} 1")},
        {TEXT("{\"type\":\"end\",}")},
        {TEXT("{\"type\" \"end\"}")},
        {TEXT("{type:\"end\"}")},
        {TEXT("{'type':'end'}")},
        {TEXT("{\"type\":\"end\"}\0")},
        {TEXT("{\"type\":\"end\0\"}")},
        {TEXT("{\"type\":\"end\\u0000\"}")},
        {TEXT("{\"type\":\"end\\u0000x\"}")},
        {TEXT("{\"type\":\"end\\uZZZZ\"}")},
        {TEXT("{\"type\":\"end\\u00\"}")},
        {TEXT("{\"type\":\"end\\x\"}")},
        {TEXT("{\"type\":\"end\n\"}")},
        {TEXT("\xEF\xBB\xBF{\"type\":\"end\"}")},
    };
    (void)state;
    check_refused(END_SHAPE, cases, sizeof cases / sizeof *cases);
}

static void refuses_other_types(void **state)
{
    static const struct text cases[] = {
        {TEXT("{\"Type\":\"end\"}")},
        {TEXT("{\"type\":1}")},
        {TEXT("{\"type\":null}")},
        {TEXT("{\"type\":[\"end\"]}")},
        {TEXT("{\"type\":{\"type\":\"end\"}}")},
        {TEXT("{\"type\":\"end\",\"type\":\"end\"}")},
        {TEXT("{\"type\":\"end\",\"more\":\"\"}")},
        {TEXT("{\"type\":\"end\",\"more\":1}")},
        {TEXT("{\"type\":\"end\\ud800\"}")},
        {TEXT("{\"type\":\"end\\udc00\"}")},
    };
    (void)state;
    check_refused(END_SHAPE, cases, sizeof cases / sizeof *cases);
}

static void refuses_what_is_no_hello(void **state)
{
    static const struct text cases[] = {
        {TEXT("{\"type\":\"hello\",\"version\":1}")},
        {TEXT("{\"type\":\"hello\",\"language\":\"ja\"}")},
        {TEXT("{\"type\":\"hello\",\"version\":2,\"language\":\"ja\"}")},
        {TEXT("{\"type\":\"hello\",\"version\":0,\"language\":\"ja\"}")},
        {TEXT("{\"type\":\"hello\",\"version\":-1,\"language\":\"ja\"}")},
        {TEXT("{\"type\":\"hello\",\"version\":01,\"language\":\"ja\"}")},
        {TEXT("{\"type\":\"hello\",\"version\":1.0,\"language\":\"ja\"}")},
        {TEXT("{\"type\":\"hello\",\"version\":1.5,\"language\":\"ja\"}")},
        {TEXT("{\"type\":\"hello\",\"version\":1e0,\"language\":\"ja\"}")},
        {TEXT("{\"type\":\"hello\",\"version\":4294967297,\"language\":\"ja\"}")},
        {TEXT("{\"type\":\"hello\",\"version\":\"1\",\"language\":\"ja\"}")},
        {TEXT("{\"type\":\"hello\",\"version\":true,\"language\":\"ja\"}")},
        {TEXT("{\"type\":\"hello\",\"version\":1,\"version\":1,\"language\":\"ja\"}")},
        {TEXT("{\"type\":\"hello\",\"version\":1,\"language\":1}")},
        {TEXT("{\"type\":\"hello\",\"version\":1,\"language\":\"\xC0\xAF\"}")},
        {TEXT("{\"type\":\"hello\",\"version\":1,\"language\":\"\xED\xA0\x80\"}")},
        {TEXT("{\"type\":\"hello\",\"version\":1,\"language\":\"\xF4\x90\x80\x80\"}")},
        {TEXT("{\"type\":\"hello\",\"version\":1,\"language\":\"\xE3\x81\"}")},
        {TEXT("{\"type\":\"hello\",\"version\":1,\"language\":\"\x80\"}")},
    };
    (void)state;
    const struct nh_profile profile = {.path = "/nowhere"};
    struct nh_error refused = {.status = NH_NO_PROFILE};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_port port = {.profile = &profile, .refused = &refused};
        enum nh_status status = parse(cases[i].text, cases[i].length);
        if (!status)
            status = nh_on_hello(&port, &message, NULL);
        if (status != NH_PROTOCOL)
            fail_msg("case %zu: %s: %s", i, cases[i].text, nh_status_name(status));
    }
    struct nh_port port = {.profile = &profile, .refused = &refused};
    struct nh_error err = {0};
    assert_int_equal(parse(TEXT(HELLO)), NH_OK);
    assert_int_equal(nh_on_hello(&port, &message, &err), NH_NO_PROFILE);
    assert_true(port.over);
}

static void refuses_other_fields(void **state)
{
    static const struct text issues[] = {
        {TEXT(ISSUE "\"key\":\"p-256\"}")},
        {TEXT(ISSUE "\"key\":\"p-256\",\"challenge\":\"\xC3\xA4\"}")},
        {TEXT(ISSUE "\"key\":\"p-256\",\"challenge\":\"\\u00e4\"}")},
        {TEXT(ISSUE "\"key\":\"p-256\",\"challenge\":\"\",\"job\":\"x\"}")},
    };
    static const struct text ids[] = {
        {TEXT("{\"type\":\"sent\",\"job\":\"\"}")},
        {TEXT("{\"type\":\"sent\",\"job\":\"../../../../../../etc/pass\"}")},
        {TEXT("{\"type\":\"sent\",\"job\":\"" JOB "0\"}")},
        {TEXT("{\"type\":\"sent\",\"answer\":\"" JOB "\"}")},
        {TEXT("{\"type\":\"sent\",\"job\":\"20261123T043808-9F2C41D07A33\"}")},
    };
    static const struct text bytes[] = {
        {TEXT("{\"type\":\"bytes\",\"data\":\"\"}")},
        {TEXT("{\"type\":\"bytes\",\"data\":\"AAA\"}")},
        {TEXT("{\"type\":\"bytes\",\"data\":\"A===\"}")},
        {TEXT("{\"type\":\"bytes\",\"data\":\"====\"}")},
        {TEXT("{\"type\":\"bytes\",\"data\":\"AA==AAAA\"}")},
        {TEXT("{\"type\":\"bytes\",\"data\":\"AB==\"}")},
        {TEXT("{\"type\":\"bytes\",\"data\":\"AAB=\"}")},
        {TEXT("{\"type\":\"bytes\",\"data\":\"AA-_\"}")},
        {TEXT("{\"type\":\"bytes\",\"data\":\"AAAA\\n\"}")},
        {TEXT("{\"type\":\"bytes\",\"data\":\"AA A\"}")},
        {TEXT("{\"type\":\"bytes\",\"data\":[\"AAAA\"]}")},
    };
    (void)state;
    check_refused(ISSUE_SHAPE, issues, sizeof issues / sizeof *issues);
    check_refused(ID_SHAPE, ids, sizeof ids / sizeof *ids);
    check_refused(BYTES_SHAPE, bytes, sizeof bytes / sizeof *bytes);
}

static void refuses_deep_nesting(void **state)
{
    enum { DEEP = 262144 };
    char *text = malloc(DEEP);
    (void)state;
    memset(text, '[', DEEP);
    assert_int_equal(parse(text, DEEP), NH_PROTOCOL);
    memset(text, '{', DEEP);
    assert_int_equal(parse(text, DEEP), NH_PROTOCOL);
    free(text);
}

/* A message in which `count` characters stand between `head` and `tail`. */
static enum nh_status read_filled(enum shape shape, const char *head, char with, size_t count,
                                  const char *tail)
{
    size_t before = strlen(head), after = strlen(tail);
    char *text = malloc(before + count + after);
    memcpy(text, head, before);
    memset(text + before, with, count);
    memcpy(text + before + count, tail, after);
    enum nh_status status = read_as(shape, text, before + count + after);
    free(text);
    return status;
}

static void keeps_the_limits(void **state)
{
    static const struct {
        enum shape shape;
        const char *head, *tail;
        size_t limit, step;
    } cases[] = {
        {HELLO_SHAPE, "{\"type\":\"hello\",\"version\":1,\"language\":\"", "\"}", 1024, 1},
        {ISSUE_SHAPE, "{\"type\":\"issue\",\"target\":\"https://b.example\",\"site\":\"https://",
         "\",\"key\":\"\",\"challenge\":\"\"}", 512 - 8, 1},
        {ISSUE_SHAPE, ISSUE "\"challenge\":\"\",\"key\":\"", "\"}", 1024, 1},
        {ISSUE_SHAPE, ISSUE "\"key\":\"p-256\",\"challenge\":\"", "\"}", 4096, 1},
        {BYTES_SHAPE, "{\"type\":\"bytes\",\"data\":\"", "\"}", 262144, 4},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum shape shape = cases[i].shape;
        size_t limit = cases[i].limit;
        assert_int_equal(read_filled(shape, cases[i].head, 'a', limit, cases[i].tail), NH_OK);
        assert_int_equal(
            read_filled(shape, cases[i].head, 'a', limit + cases[i].step, cases[i].tail),
            NH_TOO_LARGE);
    }
    assert_int_equal(read_filled(ID_SHAPE, "{\"type\":\"sent\",\"job\":\"", 'a', 1025, "\"}"),
                     NH_TOO_LARGE);
    assert_int_equal(
        read_filled(BYTES_SHAPE, "{\"type\":\"bytes\",\"data\":\"", 'a', 262144, "\"}"), NH_OK);
    assert_int_equal(data.length, 196608);
}

static void knows_sites(void **state)
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
        "http://portal.example",
        "http://localhost.example",
        "http://notlocalhost",
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

static void decodes_base64(void **state)
{
    static const struct {
        const char *text, *bytes;
    } cases[] = {{"", ""},
                 {"Zg==", "f"},
                 {"Zm8=", "fo"},
                 {"Zm9v", "foo"},
                 {"Zm9vYg==", "foob"},
                 {"Zm9vYmE=", "fooba"},
                 {"Zm9vYmFy", "foobar"},
                 {"/+//", "\xFF\xEF\xFF"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_buf out = {0};
        assert_true(nh_field_base64(cases[i].text, &out));
        assert_int_equal(out.length, strlen(cases[i].bytes));
        if (out.length)
            assert_memory_equal(out.data, cases[i].bytes, out.length);
        nh_buf_reset(&out);
    }
    static const char *const others[] = {
        "Zg=",    "Zg",           "Zh==", "Zm9=", "Zm9v\n", "Zm9v Zm9v",
        "Zm\n9v", "Zm9vZg==Zg==", "=",    "====", "Zm-_",   "Zm9vé"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct nh_buf out = {0};
        if (nh_field_base64(others[i], &out) || out.length)
            fail_msg("taken: %s", others[i]);
    }
    struct nh_buf small = {.limit = 2};
    assert_false(nh_field_base64("Zm9v", &small));
    nh_buf_reset(&small);
}

/* The reply is deleted. */
static void assert_reply(cJSON *reply, const char *expected)
{
    char *text = cJSON_PrintUnformatted(reply);
    assert_non_null(text);
    assert_string_equal(text, expected);
    cJSON_free(text);
    cJSON_Delete(reply);
}

static void writes_what_all_share(void **state)
{
    struct nh_error err = {NH_NO_KEY, "SEC_ERROR_NO_KEY", "No key."};
    cJSON *reply = nh_reply_new("saved");
    (void)state;
    assert_reply(nh_reply_ok(), "{\"type\":\"ok\"}");
    assert_reply(nh_reply_error(&err), "{\"type\":\"error\",\"code\":85,\"name\":\"NO_KEY\","
                                       "\"cause\":\"SEC_ERROR_NO_KEY\",\"message\":\"No key.\"}");
    assert_true(nh_reply_text(reply, "path", "/home/taro/a\"b") &&
                nh_reply_text(reply, "none", NULL));
    assert_reply(nh_reply_whole(reply, true),
                 "{\"type\":\"saved\",\"path\":\"/home/taro/a\\\"b\",\"none\":\"\"}");
    assert_null(nh_reply_whole(nh_reply_ok(), false));
    assert_null(nh_reply_whole(NULL, nh_reply_text(NULL, "path", "/")));
    assert_false(nh_reply_item(NULL, "ok", nh_reply_ok()));
}

/* The next reply from the port, as text. */
static char *said_at(int fd)
{
    struct nh_buf frame = {.limit = NH_FRAME_MAX};
    bool end = false;
    assert_int_equal(nh_frame_read(fd, NULL, &frame, &end, NULL), NH_OK);
    assert_int_equal(nh_buf_append(&frame, "", 1, NULL), NH_OK);
    char *text = strdup((const char *)frame.data);
    nh_buf_reset(&frame);
    return text;
}

/* It stands in for a reply that is too large; the name of what is kept is said all the same. */
static void says_an_error_instead(void **state)
{
    int ends[2];
    char *large = malloc(NH_FRAME_MAX + 1);
    cJSON *reply = nh_reply_new("installed");
    (void)state;
    assert_int_equal(pipe(ends), 0);
    struct nh_port port = {.out = ends[1]};
    memset(large, 'x', NH_FRAME_MAX);
    large[NH_FRAME_MAX] = '\0';
    assert_true(nh_reply_text(reply, "answer", JOB) && nh_reply_text(reply, "site", large));
    nh_port_say(&port, reply);
    char *said = said_at(ends[0]);
    assert_non_null(strstr(said, "\"name\":\"TOO_LARGE\""));
    assert_non_null(strstr(said, "\"answer\":\"" JOB "\""));
    free(said);
    nh_port_say(&port, NULL);
    said = said_at(ends[0]);
    assert_non_null(strstr(said, "\"name\":\"SYSTEM\""));
    assert_null(strstr(said, "\"answer\""));
    free(said);
    nh_port_say_asking(&port, "file");
    said = said_at(ends[0]);
    assert_string_equal(said, "{\"type\":\"asking\",\"for\":\"file\"}");
    assert_int_equal(port.lost, NH_OK);
    free(said);
    free(large);
    close(ends[0]);
    close(ends[1]);
}

static void writes_an_installation(void **state)
{
    char *none[] = {NULL};
    struct nh_identity identity = {
        .fingerprint = "AB:CD",
        .subject = "CN=Taro",
        .name = "Taro",
        .emails = none,
        .issuer = "CN=CA",
        .issuer_name = "CA",
        .serial_hex = "01",
        .serial_decimal = "1",
        .key = "RSA 2048",
        .nickname = "",
        .chain = none,
    };
    struct nh_identity older = identity;
    older.fingerprint = "EF:01";
    struct nh_owned owned[] = {{.identity = &older, .newer = &identity}, {.identity = &identity}};
    struct nh_inventory held = {.items = owned, .count = 2}, nothing = {0};
    struct nh_installation done = {.site = "https://ca.example",
                                   .incoming = {.identity = &identity, .intermediates = 2},
                                   .proof = {true, true, true, NH_CHAIN_GOOD}};
    static const char head[] = "{\"type\":\"installed\",\"answer\":\"" JOB "\",\"job\":\"\","
                               "\"site\":\"https://ca.example\","
                               "\"identity\":{\"fingerprint\":\"AB:CD\"";
    static const char tail[] = ",\"others\":[],\"older\":[],\"added\":{\"identities\":1,"
                               "\"intermediates\":2},\"known\":false}";
    (void)state;
    cJSON *reply = nh_installation_reply(JOB, &done, &nothing);
    char *text = cJSON_PrintUnformatted(reply);
    size_t length = strlen(text);
    assert_true(length > sizeof head + sizeof tail);
    assert_memory_equal(text, head, sizeof head - 1);
    assert_string_equal(text + length - (sizeof tail - 1), tail);
    cJSON_free(text);
    cJSON_Delete(reply);
    reply = nh_installation_reply(JOB, &done, &held);
    const cJSON *list = cJSON_GetObjectItem(reply, "older");
    assert_int_equal(cJSON_GetArraySize(list), 1);
    assert_string_equal(
        cJSON_GetStringValue(cJSON_GetObjectItem(cJSON_GetArrayItem(list, 0), "fingerprint")),
        "EF:01");
    cJSON_Delete(reply);
}

static void writes_what_is_unfinished(void **state)
{
    struct nh_job jobs[NH_JOBS_MAX + 1] = {{.id = JOB,
                                            .state = NH_JOB_SENT,
                                            .site = "https://a.example",
                                            .target = "https://b.example",
                                            .kind = NH_KEY_P_256,
                                            .changed = 86400}};
    struct nh_waiting responses[] = {{.response = JOB, .site = "https://c.example"}};
    enum nh_repeats repeats[NH_JOBS_MAX + 1] = {NH_REPEATS_ITSELF};
    struct nh_unfinished unfinished = {jobs, repeats, 1, responses, 1};
    (void)state;
    assert_reply(nh_jobs_reply(&unfinished),
                 "{\"type\":\"jobs\",\"jobs\":[{\"job\":\"" JOB "\",\"state\":\"sent\","
                 "\"site\":\"https://a.example\",\"target\":\"https://b.example\","
                 "\"key\":\"p-256\",\"begun\":\"2026-11-23T04:38:08Z\","
                 "\"changed\":\"1970-01-02T00:00:00Z\",\"repeats\":\"itself\"}],"
                 "\"answers\":[{\"answer\":\"" JOB "\",\"site\":\"https://c.example\","
                 "\"received\":\"2026-11-23T04:38:08Z\",\"job\":\"\"}],\"more\":false}");
    for (size_t i = 1; i <= NH_JOBS_MAX; i++)
        jobs[i] = jobs[0];
    unfinished.job_count = NH_JOBS_MAX + 1;
    cJSON *reply = nh_jobs_reply(&unfinished);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(reply, "jobs")), NH_JOBS_MAX);
    assert_true(cJSON_IsTrue(cJSON_GetObjectItem(reply, "more")));
    cJSON_Delete(reply);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_each_kind_of_field),
        cmocka_unit_test(reads_anew),
        cmocka_unit_test(names_the_fault),
        cmocka_unit_test(refuses_what_is_no_object),
        cmocka_unit_test(refuses_other_types),
        cmocka_unit_test(refuses_what_is_no_hello),
        cmocka_unit_test(refuses_other_fields),
        cmocka_unit_test(refuses_deep_nesting),
        cmocka_unit_test(keeps_the_limits),
        cmocka_unit_test(knows_sites),
        cmocka_unit_test(decodes_base64),
        cmocka_unit_test(writes_what_all_share),
        cmocka_unit_test(says_an_error_instead),
        cmocka_unit_test(writes_an_installation),
        cmocka_unit_test(writes_what_is_unfinished),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}
