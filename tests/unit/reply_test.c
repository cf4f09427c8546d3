/* SPDX-License-Identifier: MPL-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "certificate/identity.h"
#include "certificate/verify.h"
#include "doctor/finding.h"
#include "frame.h"
#include "identities.h"
#include "issuance.h"
#include "job.h"
#include "lifecycle/inventory.h"
#include "lifecycle/issuance.h"
#include "lifecycle/unfinished.h"
#include "reply.h"
#include "report.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define JOB "20261123T043808-9f2c41d07a33"

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

/* It replaces a reply that is too large, and still names the response that is stored. */
static void says_an_error_instead(void **state)
{
    int ends[2];
    char *large = malloc(NH_FRAME_MAX + 1);
    cJSON *reply = nh_reply_new("installed");
    (void)state;
    assert_int_equal(pipe(ends), 0);
    struct nh_port port = {.out = ends[1], .has_turn = true};
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
    assert_int_equal(nh_port_begin_asking(&port, "file", NULL), NH_OK);
    said = said_at(ends[0]);
    assert_string_equal(said, "{\"type\":\"asking\",\"for\":\"file\"}");
    assert_int_equal(port.lost, NH_OK);
    free(said);
    free(large);
    close(ends[0]);
    close(ends[1]);
}

static void writes_an_issuance(void **state)
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
    struct nh_issuance done = {.site = "https://ca.example",
                               .incoming = {.identity = &identity, .intermediates = 2},
                               .proof = {true, true, true, NH_CHAIN_GOOD}};
    static const char head[] = "{\"type\":\"installed\",\"answer\":\"" JOB "\",\"job\":\"\","
                               "\"site\":\"https://ca.example\","
                               "\"identity\":{\"fingerprint\":\"AB:CD\"";
    static const char tail[] = ",\"others\":[],\"older\":[],\"added\":{\"identities\":1,"
                               "\"intermediates\":2},\"known\":false}";
    (void)state;
    cJSON *reply = nh_issuance_reply(JOB, &done);
    char *text = cJSON_PrintUnformatted(reply);
    size_t length = strlen(text);
    assert_true(length > sizeof head + sizeof tail);
    assert_memory_equal(text, head, sizeof head - 1);
    assert_string_equal(text + length - (sizeof tail - 1), tail);
    cJSON_free(text);
    cJSON_Delete(reply);
    done.held = (struct nh_inventory){.items = owned, .count = 2};
    reply = nh_issuance_reply(JOB, &done);
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
    unfinished.job_count = NH_JOBS_MAX;
    cJSON *reply = nh_jobs_reply(&unfinished);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(reply, "jobs")), NH_JOBS_MAX);
    assert_true(cJSON_IsFalse(cJSON_GetObjectItem(reply, "more")));
    cJSON_Delete(reply);
    unfinished.job_count = NH_JOBS_MAX + 1;
    reply = nh_jobs_reply(&unfinished);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(reply, "jobs")), NH_JOBS_MAX);
    assert_true(cJSON_IsTrue(cJSON_GetObjectItem(reply, "more")));
    cJSON_Delete(reply);
}

/* So many identities, each with so many copies. */
static void check_identities(size_t count, size_t copies)
{
    static struct nh_owned items[NH_IDENTITIES_MAX + 1];
    static struct nh_copy each[9];
    char *none[] = {NULL}, kind[] = "pem", place[] = "/p";
    struct nh_identity identity = {.fingerprint = "AB",
                                   .subject = "CN=x",
                                   .name = "x",
                                   .emails = none,
                                   .issuer = "CN=y",
                                   .issuer_name = "y",
                                   .serial_hex = "01",
                                   .serial_decimal = "1",
                                   .key = "RSA 2048",
                                   .nickname = "",
                                   .chain = none};
    for (size_t i = 0; i < 9; i++) {
        each[i].kind = kind;
        each[i].place = place;
    }
    for (size_t i = 0; i < count; i++)
        items[i] = (struct nh_owned){
            .identity = &identity, .portal = "", .copies = {.items = each, .count = copies}};
    const struct nh_inventory all = {items, count};
    cJSON *reply = nh_identities_reply(&all), *list = cJSON_GetObjectItem(reply, "identities");
    assert_int_equal(cJSON_GetArraySize(list), NH_IDENTITIES_MAX);
    assert_int_equal(cJSON_IsTrue(cJSON_GetObjectItem(reply, "more")), count > NH_IDENTITIES_MAX);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(cJSON_GetArrayItem(list, 0), "copies")),
                     8);
    cJSON_Delete(reply);
}

static void identities_have_a_bound(void **state)
{
    (void)state;
    check_identities(NH_IDENTITIES_MAX, 8);
    check_identities(NH_IDENTITIES_MAX + 1, 9);
}

static void findings_have_a_bound(void **state)
{
    struct nh_findings findings = {0};
    (void)state;
    for (int i = 1; i <= 65; i++) {
        nh_finding_add_good(&findings, "host-version", "It works.");
        cJSON *reply = nh_findings_reply(&findings);
        assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(reply, "findings")),
                         i < 64 ? i : 64);
        cJSON_Delete(reply);
    }
    nh_findings_reset(&findings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_what_all_share),   cmocka_unit_test(says_an_error_instead),
        cmocka_unit_test(writes_an_issuance),      cmocka_unit_test(writes_what_is_unfinished),
        cmocka_unit_test(identities_have_a_bound), cmocka_unit_test(findings_have_a_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
