/* SPDX-License-Identifier: MPL-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/site.h"
#include "browser/profile.h"
#include "certificate/identity.h"
#include "certificate/verify.h"
#include "field.h"
#include "lifecycle/unfinished.h"
#include "message.h"

#include <stdio.h>
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

static struct nh_message message; /* large; kept between the cases, as a session does */

static int teardown(void **state)
{
    (void)state;
    nh_message_reset(&message);
    return 0;
}

static enum nh_status read_text(const char *text)
{
    return nh_message_read(text, strlen(text), &message, NULL);
}

static void reads_each_type(void **state)
{
    (void)state;
    assert_int_equal(read_text(HELLO), NH_OK);
    assert_int_equal(message.type, NH_MESSAGE_HELLO);
    assert_string_equal(message.language, "ja");

    assert_int_equal(read_text(ISSUE "\"key\":\"p-256\",\"challenge\":\"k\\\"2\\u0041\"}"), NH_OK);
    assert_int_equal(message.type, NH_MESSAGE_ISSUE);
    assert_string_equal(message.language, "");
    assert_string_equal(message.site, "https://a.example");
    assert_string_equal(message.target, "https://b.example");
    assert_string_equal(message.key, "p-256");
    assert_string_equal(message.challenge, "k\"2A");

    assert_int_equal(read_text(" {\"job\" :\n\"" JOB "\",\t\"type\":\"sent\"} \r\n"), NH_OK);
    assert_int_equal(message.type, NH_MESSAGE_SENT);
    assert_string_equal(message.id, JOB);

    assert_int_equal(read_text("{\"type\":\"answer\",\"site\":\"https://a.example:8443\","
                               "\"mime\":\"application/x-x509-user-cert\",\"ask\":\"no\"}"),
                     NH_OK);
    assert_int_equal(message.type, NH_MESSAGE_ANSWER);
    assert_string_equal(message.mime, "application/x-x509-user-cert");
    assert_string_equal(message.ask, "no");

    assert_int_equal(read_text("{\"type\":\"look\",\"answer\":\"" JOB "\",\"ask\":\"yes\"}"),
                     NH_OK);
    assert_string_equal(message.ask, "yes");
    assert_int_equal(read_text("{\"type\":\"look\",\"answer\":\"" JOB "\",\"ask\":\"y\"}"),
                     NH_PROTOCOL);

    assert_int_equal(read_text("{\"type\":\"file\",\"name\":\"太郎.p12\"}"), NH_OK);
    assert_int_equal(message.type, NH_MESSAGE_FILE);
    assert_string_equal(message.name, "太郎.p12");
    assert_string_equal(message.site, "");

    assert_int_equal(read_text(EXPORT(FINGERPRINT, "own")), NH_OK);
    assert_int_equal(message.type, NH_MESSAGE_EXPORT);
    assert_string_equal(message.fingerprint, FINGERPRINT);
    assert_string_equal(message.export_for, "windows");
    assert_string_equal(message.password, "own");
    assert_int_equal(message.data.length, 3);
    assert_int_equal(read_text(EXPORT(FINGERPRINT, "made")), NH_OK);
    assert_int_equal(read_text(EXPORT(FINGERPRINT, "mine")), NH_PROTOCOL);
    assert_int_equal(read_text(EXPORT(FINGERPRINT ":", "own")), NH_TOO_LARGE);
    assert_int_equal(read_text(EXPORT("AB:CD", "own")), NH_PROTOCOL);

    assert_int_equal(read_text("{\"type\":\"bytes\",\"data\":\"AAECgA==\"}"), NH_OK);
    assert_int_equal(message.type, NH_MESSAGE_BYTES);
    assert_int_equal(message.data.length, 4);
    assert_memory_equal(message.data.data, "\0\1\2\x80", 4);

    assert_int_equal(read_text("{\"type\":\"end\"}"), NH_OK);
    assert_int_equal(message.type, NH_MESSAGE_END);
    assert_int_equal(message.data.length, 0);

    assert_int_equal(read_text("{\"type\":\"install\",\"answer\":\"" JOB "\"}"), NH_OK);
    assert_int_equal(message.type, NH_MESSAGE_INSTALL);
    assert_string_equal(message.id, JOB);
}

/* With its length, so that a NUL may stand inside. */
struct text {
    const char *text;
    size_t length;
};

static void check_refused(const struct text *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct nh_error err = {0};
        enum nh_status status = nh_message_read(cases[i].text, cases[i].length, &message, &err);
        if (status != NH_PROTOCOL)
            fail_msg("case %zu: %s: %s", i, cases[i].text, nh_status_name(status));
        assert_int_equal(err.status, NH_PROTOCOL);
        assert_true(strlen(err.message) > 0);
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
    check_refused(cases, sizeof cases / sizeof *cases);
}

static void refuses_other_types(void **state)
{
    static const struct text cases[] = {
        {TEXT("{\"type\":\"End\"}")},
        {TEXT("{\"Type\":\"end\"}")},
        {TEXT("{\"type\":\"stop\"}")},
        {TEXT("{\"type\":\"\"}")},
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
    check_refused(cases, sizeof cases / sizeof *cases);
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
    check_refused(cases, sizeof cases / sizeof *cases);
}

static void refuses_other_fields(void **state)
{
    static const struct text cases[] = {
        {TEXT(ISSUE "\"key\":\"p-256\"}")},
        {TEXT(ISSUE "\"key\":\"p-256\",\"challenge\":\"\xC3\xA4\"}")},
        {TEXT(ISSUE "\"key\":\"p-256\",\"challenge\":\"\\u00e4\"}")},
        {TEXT(ISSUE "\"key\":\"p-256\",\"challenge\":\"\",\"job\":\"x\"}")},
        {TEXT("{\"type\":\"sent\",\"job\":\"\"}")},
        {TEXT("{\"type\":\"sent\",\"job\":\"../../../../../../etc/pass\"}")},
        {TEXT("{\"type\":\"sent\",\"job\":\"" JOB "0\"}")},
        {TEXT("{\"type\":\"sent\",\"answer\":\"" JOB "\"}")},
        {TEXT("{\"type\":\"install\",\"answer\":\"20261123T043808-9F2C41D07A33\"}")},
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
    check_refused(cases, sizeof cases / sizeof *cases);
}

static void refuses_deep_nesting(void **state)
{
    char *text = malloc(NH_BYTES_MAX);
    (void)state;
    memset(text, '[', NH_BYTES_MAX);
    assert_int_equal(nh_message_read(text, NH_BYTES_MAX, &message, NULL), NH_PROTOCOL);
    memset(text, '{', NH_BYTES_MAX);
    assert_int_equal(nh_message_read(text, NH_BYTES_MAX, &message, NULL), NH_PROTOCOL);
    free(text);
}

/* A message in which `count` characters stand between `head` and `tail`. */
static enum nh_status read_filled(const char *head, char with, size_t count, const char *tail)
{
    size_t before = strlen(head), after = strlen(tail);
    char *text = malloc(before + count + after);
    memcpy(text, head, before);
    memset(text + before, with, count);
    memcpy(text + before + count, tail, after);
    enum nh_status status = nh_message_read(text, before + count + after, &message, NULL);
    free(text);
    return status;
}

static void keeps_the_limits(void **state)
{
    static const struct {
        const char *head, *tail;
        size_t limit, step;
    } cases[] = {
        {"{\"type\":\"hello\",\"version\":1,\"language\":\"", "\"}", 1024, 1},
        {"{\"type\":\"answer\",\"ask\":\"no\",\"site\":\"https://a.example\",\"mime\":\"", "\"}",
         1024, 1},
        {"{\"type\":\"answer\",\"site\":\"https://", "\",\"mime\":\"\",\"ask\":\"no\"}", 512 - 8,
         1},
        {ISSUE "\"challenge\":\"\",\"key\":\"", "\"}", 1024, 1},
        {ISSUE "\"key\":\"p-256\",\"challenge\":\"", "\"}", 4096, 1},
        {"{\"type\":\"bytes\",\"data\":\"", "\"}", 262144, 4},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t limit = cases[i].limit;
        assert_int_equal(read_filled(cases[i].head, 'a', limit, cases[i].tail), NH_OK);
        assert_int_equal(read_filled(cases[i].head, 'a', limit + cases[i].step, cases[i].tail),
                         NH_TOO_LARGE);
    }
    assert_int_equal(read_filled("{\"type\":\"sent\",\"job\":\"", 'a', 1025, "\"}"), NH_TOO_LARGE);
    assert_int_equal(read_filled("{\"type\":\"bytes\",\"data\":\"", 'a', 262144, "\"}"), NH_OK);
    assert_int_equal(message.data.length, 196608);
}

static void knows_sites(void **state)
{
    static const char *const good[] = {
        "https://portal.example",    "https://portal.example:8443",
        "https://xn--wgv71a.test",   "https://192.0.2.1",
        "https://[2001:db8::1]:444", "http://localhost:8080",
        "http://portal.localhost",   "http://127.0.0.1",
        "http://[::1]:3000",         "https://under_score.test",
        "https://a:65535",           "https://localhost",
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

static void assert_written(const struct nh_reply *reply, const char *expected)
{
    struct nh_buf out = {0};
    assert_int_equal(nh_message_write(reply, &out, NULL), NH_OK);
    assert_int_equal(nh_buf_add(&out, "", 1), true);
    assert_string_equal((const char *)out.data, expected);
    nh_buf_reset(&out);
}

static void writes_each_type(void **state)
{
    const struct nh_profile profile = {.name = "既定", .path = "/home/taro/a\"b"};
    struct nh_error err = {NH_NO_KEY, "SEC_ERROR_NO_KEY", "No key."};
    (void)state;
    assert_written(
        &(struct nh_reply){.type = NH_REPLY_HELLO,
                           .profile = &profile,
                           .nss_version = "3.125.1",
                           .nss_folder = "/usr/lib/f",
                           .resumed = 2},
        "{\"type\":\"hello\",\"version\":1,\"program\":\"" NH_VERSION "\","
        "\"nss\":\"3.125.1\",\"nssPath\":\"/usr/lib/f\","
        "\"profile\":{\"name\":\"既定\",\"path\":\"/home/taro/a\\\"b\",\"locked\":false},"
        "\"resumed\":2}");
    assert_written(&(struct nh_reply){.type = NH_REPLY_REQUEST, .job = JOB, .spkac = "MIIC+/=="},
                   "{\"type\":\"request\",\"job\":\"" JOB "\",\"spkac\":\"MIIC+/==\"}");
    assert_written(&(struct nh_reply){.type = NH_REPLY_OK}, "{\"type\":\"ok\"}");
    assert_written(&(struct nh_reply){.type = NH_REPLY_RECEIVED, .response = JOB},
                   "{\"type\":\"received\",\"answer\":\"" JOB "\"}");
    assert_written(&(struct nh_reply){.type = NH_REPLY_ERROR, .error = &err},
                   "{\"type\":\"error\",\"code\":85,\"name\":\"NO_KEY\","
                   "\"cause\":\"SEC_ERROR_NO_KEY\",\"message\":\"No key.\"}");
    assert_written(&(struct nh_reply){.type = NH_REPLY_ASKING, .asking = "file"},
                   "{\"type\":\"asking\",\"for\":\"file\"}");
    assert_written(&(struct nh_reply){.type = NH_REPLY_SAVED, .path = "/home/taro/x.p12"},
                   "{\"type\":\"saved\",\"path\":\"/home/taro/x.p12\"}");
    err = (struct nh_error){NH_ASK, "", "Ask."};
    assert_written(
        &(struct nh_reply){
            .type = NH_REPLY_ERROR, .error = &err, .response = JOB, .reason = "no-job"},
        "{\"type\":\"error\",\"code\":96,\"name\":\"ASK\",\"cause\":\"\","
        "\"message\":\"Ask.\",\"answer\":\"" JOB "\",\"reason\":\"no-job\"}");
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
    struct nh_proof proof = {true, true, true, NH_CHAIN_GOOD};
    struct nh_reply reply = {.type = NH_REPLY_INSTALLED,
                             .response = JOB,
                             .job = "",
                             .site = "https://ca.example",
                             .identity = &identity,
                             .proof = &proof,
                             .identities = 1,
                             .intermediates = 2,
                             .known = false};
    static const char head[] = "{\"type\":\"installed\",\"answer\":\"" JOB "\",\"job\":\"\","
                               "\"site\":\"https://ca.example\","
                               "\"identity\":{\"fingerprint\":\"AB:CD\"";
    static const char tail[] =
        ",\"others\":[],\"older\":[],\"added\":{\"identities\":1,\"intermediates\":2},\"known\":false}";
    struct nh_buf out = {0}, small = {.limit = 100};
    (void)state;
    assert_int_equal(nh_message_write(&reply, &out, NULL), NH_OK);
    assert_true(out.length > sizeof head + sizeof tail);
    assert_memory_equal(out.data, head, sizeof head - 1);
    assert_memory_equal(out.data + out.length - (sizeof tail - 1), tail, sizeof tail - 1);
    assert_int_equal(nh_message_write(&reply, &small, NULL), NH_TOO_LARGE);
    nh_buf_reset(&out);
    nh_buf_reset(&small);
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
    struct nh_reply reply = {.type = NH_REPLY_JOBS, .unfinished = &unfinished};
    (void)state;
    assert_written(&reply, "{\"type\":\"jobs\",\"jobs\":[{\"job\":\"" JOB "\",\"state\":\"sent\","
                           "\"site\":\"https://a.example\",\"target\":\"https://b.example\","
                           "\"key\":\"p-256\",\"begun\":\"2026-11-23T04:38:08Z\","
                           "\"changed\":\"1970-01-02T00:00:00Z\",\"repeats\":\"itself\"}],"
                           "\"answers\":[{\"answer\":\"" JOB "\",\"site\":\"https://c.example\","
                           "\"received\":\"2026-11-23T04:38:08Z\",\"job\":\"\"}],\"more\":false}");
    struct nh_buf out = {0};
    for (size_t i = 1; i <= NH_JOBS_MAX; i++)
        jobs[i] = jobs[0];
    unfinished.job_count = NH_JOBS_MAX + 1;
    assert_int_equal(nh_message_write(&reply, &out, NULL), NH_OK);
    static const char more[] = "\"more\":true}";
    assert_memory_equal(out.data + out.length - (sizeof more - 1), more, sizeof more - 1);
    nh_buf_reset(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_each_type),        cmocka_unit_test(refuses_what_is_no_object),
        cmocka_unit_test(refuses_other_types),    cmocka_unit_test(refuses_what_is_no_hello),
        cmocka_unit_test(refuses_other_fields),   cmocka_unit_test(refuses_deep_nesting),
        cmocka_unit_test(keeps_the_limits),       cmocka_unit_test(knows_sites),
        cmocka_unit_test(decodes_base64),         cmocka_unit_test(writes_each_type),
        cmocka_unit_test(writes_an_installation), cmocka_unit_test(writes_what_is_unfinished),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}
