/* SPDX-License-Identifier: MPL-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "browser/profile.h"
#include "field.h"
#include "hello.h"
#include "message.h"

#include <stdlib.h>
#include <string.h>

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
        read_text(HELLO_SHAPE, "{\"type\":\"hello\",\"version\":1002,\"language\":\"\x7f\"}"),
        NH_OK);
    assert_true(got.number == 1002);

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
        {"{\"type\":\"sent\",\"job\":1}", "The field \"job\" is not a string."},
        {"{\"type\":\"sent\",\"job\":\"x\"}",
         "The field \"job\" is not a name that this host gave."},
        {"{\"type\":\"sent\",\"job\":\"" JOB "\",\"more\":1}",
         "The message \"sent\" has an unknown field."},
        {"{\"type\":\"sent\",\"job\":\"" JOB "\",\"job\":1}",
         "The message \"sent\" has a field twice."},
        {"{\"type\":1}", "The \"type\" of the message is not a string."},
        {"{}", "The message has no \"type\"."},
        {"\"end\"", "The message is not a JSON object."},
        {"{\"a\":[]}", "The message has a list in it."},
        {"{\"a\":{}}", "The message has an object in it."},
        {"{\"a\":01}", "The message has a number with a leading zero."},
        {"{\"a\":1.5}", "The message has something other than strings and integers in it."},
        {"{\"a\":\"\\u0000\"}", "The message has a NUL in a string."},
        {"{\"a\":\"\\u00\"}", "The message has a broken escape in a string."},
        {"{\"a\":\"\n\"}", "The message has a control character in a string."},
        {"{\"a\":\"\x1f\"}", "The message has a control character in a string."},
        {"{\"a\":\"", "The message has a string without an end."},
        {"\xEF\xBB\xBF{}", "The message has a character that does not belong there."},
        {"{\"a\":1,}", "The message is not JSON."},
        {"\xFF", "The message is not UTF-8."},
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

/* What stands in memory behind the message is no part of its last escape. */
static void ends_where_it_ends(void **state)
{
    static const char text[] = "{\"type\":\"\\u0041\"}";
    size_t escape = strlen("{\"type\":\"");
    (void)state;
    for (size_t length = escape + 1; length < escape + 6; length++) {
        struct nh_error err = {0};
        nh_message_reset(&message);
        assert_int_equal(nh_message_parse(text, length, &message, &err), NH_PROTOCOL);
        assert_string_equal(err.message, "The message has a broken escape in a string.");
    }
    struct nh_error err = {0};
    assert_int_equal(nh_message_parse(text, escape + 6, &message, &err), NH_PROTOCOL);
    assert_string_equal(err.message, "The message has a string without an end.");
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
        {TEXT("{\"type\":\"end\x1f\"}")},
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
    static const struct text hellos[] = {
        {TEXT("{\"type\":\"hello\",\"version\":\"1\",\"language\":\"ja\"}")},
        {TEXT("{\"type\":\"hello\",\"version\":true,\"language\":\"ja\"}")},
        {TEXT("{\"type\":\"hello\",\"version\":null,\"language\":\"ja\"}")},
    };
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
    check_refused(HELLO_SHAPE, hellos, sizeof hellos / sizeof *hellos);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_each_kind_of_field),  cmocka_unit_test(reads_anew),
        cmocka_unit_test(names_the_fault),           cmocka_unit_test(ends_where_it_ends),
        cmocka_unit_test(refuses_what_is_no_object), cmocka_unit_test(refuses_other_types),
        cmocka_unit_test(refuses_what_is_no_hello),  cmocka_unit_test(refuses_other_fields),
        cmocka_unit_test(refuses_deep_nesting),      cmocka_unit_test(keeps_the_limits),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}
