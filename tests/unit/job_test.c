/* SPDX-License-Identifier: MPL-2.0 */
#include "fixture.h"

static struct nh_job named(void)
{
    struct nh_job job = {.site = "https://portal.example",
                         .target = "https://ca.example:8443",
                         .kind = NH_KEY_P_384};
    assert_int_equal(nh_journal_name(job.id, &err), NH_OK);
    return job;
}

static struct nh_job new_job(struct nh_journal *journal)
{
    struct nh_job job = named();
    assert_int_equal(nh_job_enter(journal, &job, NH_JOB_INTENT, &err), NH_OK);
    return job;
}

/* A job that has come to this state through those before it. */
static struct nh_job job_in(struct nh_journal *journal, enum nh_job_state state)
{
    struct nh_job job = new_job(journal);
    enum nh_job_state last = state < NH_JOB_FAILED ? state : NH_JOB_KEY;
    for (enum nh_job_state next = NH_JOB_KEY; next <= last; next++)
        assert_int_equal(nh_job_enter(journal, &job, next, &err), NH_OK);
    if (state > last)
        assert_int_equal(nh_job_enter(journal, &job, state, &err), NH_OK);
    return job;
}

static void set_hash(struct nh_job *job, char digit)
{
    memset(job->key_hash, digit, NH_KEY_HASH_SIZE - 1);
    job->key_hash[NH_KEY_HASH_SIZE - 1] = '\0';
}

static void a_job_is_found_again(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/a");
    struct nh_job job = new_job(journal), found = {0};
    (void)state;
    assert_int_equal(job.state, NH_JOB_INTENT);
    assert_int_equal(strlen(job.id), NH_JOB_ID_SIZE - 1);
    set_hash(&job, 'a');
    snprintf(job.key_id, sizeof job.key_id, "0123456789abcdef0123456789abcdef01234567");
    snprintf(job.response, sizeof job.response, "20261123T043808-9f2c41d07a33");
    job.cause = NH_NO_SPACE;
    assert_int_equal(nh_job_enter(journal, &job, NH_JOB_KEY, &err), NH_OK);
    assert_int_equal(job.state, NH_JOB_KEY);
    nh_journal_close(&journal);
    assert_null(journal);
    journal = open_journal("/profiles/a");
    assert_int_equal(nh_job_load(journal, job.id, &found, &err), NH_OK);
    assert_memory_equal(found.id, job.id, NH_JOB_ID_SIZE);
    assert_int_equal(found.state, NH_JOB_KEY);
    assert_string_equal(found.site, "https://portal.example");
    assert_string_equal(found.target, "https://ca.example:8443");
    assert_int_equal(found.kind, NH_KEY_P_384);
    assert_string_equal(found.key_hash, job.key_hash);
    assert_string_equal(found.fingerprint, "");
    assert_string_equal(found.key_id, job.key_id);
    assert_string_equal(found.response, job.response);
    assert_int_equal(found.cause, NH_NO_SPACE);
    assert_int_equal(found.changed, job.changed);
    assert_true(labs(found.changed - time(NULL)) < 60);
    assert_true(labs(nh_journal_time(found.id) - time(NULL)) < 60);
    nh_journal_close(&journal);
}

static void every_state_is_kept(void **state)
{
    static const struct {
        const char *word, *true_of_it;
    } cases[] = {
        [NH_JOB_INTENT] = {"intent", "work room"},
        [NH_JOB_KEY] = {"key", "open unsent work room"},
        [NH_JOB_SENT] = {"sent", "open room"},
        [NH_JOB_RECEIVED] = {"received", "open response"},
        [NH_JOB_INSTALLED] = {"installed", "open response certificate"},
        [NH_JOB_VERIFIED] = {"verified", "response certificate ended done"},
        [NH_JOB_FAILED] = {"failed", "ended"},
        [NH_JOB_FORGOTTEN] = {"forgotten", "ended"},
    };
    struct nh_journal *journal = open_journal("/profiles/states");
    (void)state;
    for (enum nh_job_state i = 0; i < NH_JOB_STATES; i++) {
        struct nh_job job = job_in(journal, i), found = {0};
        char is[100];
        assert_int_equal(nh_job_load(journal, job.id, &found, &err), NH_OK);
        assert_int_equal(found.state, i);
        assert_string_equal(nh_job_word(found.state), cases[i].word);
        snprintf(is, sizeof is, "%s%s%s%s%s%s%s%s", nh_job_is_open(&found) ? " open" : "",
                 nh_job_is_unsent(&found) ? " unsent" : "",
                 nh_job_has_response(&found) ? " response" : "",
                 nh_job_has_certificate(&found) ? " certificate" : "",
                 nh_job_has_ended(&found) ? " ended" : "", nh_job_is_done(&found) ? " done" : "",
                 nh_job_is_at_work(&found) ? " work" : "",
                 nh_job_wants_room(&found) ? " room" : "");
        assert_string_equal(is + 1, cases[i].true_of_it);
    }
    nh_journal_close(&journal);
}

/* What may follow: a row is a state, its columns those after it. The first row is a new job. */
static const char follows[NH_JOB_STATES + 1][NH_JOB_STATES + 1] = {
    /* intent key sent received installed verified failed forgotten */
    "x.......", /* new */
    ".x....xx", /* intent */
    "..xxx.xx", /* key */
    ".x.xx.xx", /* sent */
    "..xxx.xx", /* received */
    "...x.xxx", /* installed */
    "........", /* verified */
    "........", /* failed */
    "........", /* forgotten */
};

static void each_state_follows_some_and_no_others(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/pairs");
    (void)state;
    for (size_t from = 0; from <= NH_JOB_STATES; from++) {
        for (enum nh_job_state to = 0; to < NH_JOB_STATES; to++) {
            struct nh_job job = from ? job_in(journal, from - 1) : named(), found = {0};
            struct nh_job before = job;
            bool may = follows[from][to] == 'x';
            assert_int_equal(nh_job_may_enter(&job, to), may);
            assert_int_equal(nh_job_enter(journal, &job, to, &err), may ? NH_OK : NH_INTERNAL);
            assert_int_equal(job.state, may ? to : before.state);
            if (!may)
                assert_non_null(strstr(err.message, nh_job_word(to)));
            assert_int_equal(nh_job_load(journal, job.id, &found, &err),
                             from || may ? NH_OK : NH_NO_JOB);
            assert_int_equal(found.state, job.state);
        }
    }
    nh_journal_close(&journal);
}

/* Three words for who takes the next step: for a request of the command, of a form, and by EST. */
static void each_state_waits_for_somebody(void **state)
{
    static const char *const words[] = {"nobody", "person", "site", "server"};
    static const char *const expected[] = {
        [NH_JOB_INTENT] = "nobody nobody nobody",    [NH_JOB_KEY] = "person person server",
        [NH_JOB_SENT] = "person site server",        [NH_JOB_RECEIVED] = "person person server",
        [NH_JOB_INSTALLED] = "nobody nobody nobody", [NH_JOB_VERIFIED] = "nobody nobody nobody",
        [NH_JOB_FAILED] = "nobody nobody nobody",    [NH_JOB_FORGOTTEN] = "nobody nobody nobody",
    };
    (void)state;
    for (enum nh_job_state i = 0; i < NH_JOB_STATES; i++) {
        struct nh_job site = {.state = i, .site = "https://portal.example"}, command = {.state = i};
        char waits[64];
        snprintf(waits, sizeof waits, "%s %s %s", words[nh_job_next(&command, false)],
                 words[nh_job_next(&site, false)], words[nh_job_next(&site, true)]);
        assert_string_equal(waits, expected[i]);
        /* The person is told of what is unfinished. */
        assert_int_equal(nh_job_told(&site, false) != NULL, nh_job_is_open(&site));
        assert_int_equal(nh_job_told(&command, false) != NULL, nh_job_is_open(&site));
        assert_int_equal(nh_job_told(&site, true) != NULL, nh_job_is_open(&site));
    }
}

static void a_job_awaits_its_own_sites(void **state)
{
    static const struct {
        const char *site;
        bool awaited;
    } cases[] = {
        {"https://portal.example", true},      {"https://portal.example.net", false},
        {"https://portal.exampl", false},      {"https://portal.example:8443", false},
        {"https://ca.example:8443", true},     {"https://ca.example", false},
        {"https://ca.example:84430", false},   {"http://portal.example", false},
        {"https://www.portal.example", false}, {"", false},
    };
    struct nh_job job = named();
    (void)state;
    for (enum nh_job_state i = 0; i < NH_JOB_STATES; i++) {
        job.state = i;
        for (size_t j = 0; j < sizeof cases / sizeof *cases; j++)
            assert_int_equal(nh_job_awaits(&job, cases[j].site),
                             nh_job_is_open(&job) && cases[j].awaited);
    }
}

static void time_passes(void **state)
{
    static const struct {
        enum nh_job_state state;
        int age;
        bool at_work, wants_room;
        enum nh_replay replay;
    } cases[] = {
        {NH_JOB_INTENT, 590, true, true, NH_REPLAY_LEAVE},
        {NH_JOB_INTENT, 602, false, true, NH_REPLAY_FAIL},
        {NH_JOB_KEY, 590, true, true, NH_REPLAY_LEAVE},
        {NH_JOB_KEY, 602, false, true, NH_REPLAY_LEAVE},
        {NH_JOB_SENT, 60 * 86400 - 10, false, true, NH_REPLAY_LEAVE},
        {NH_JOB_SENT, 60 * 86400 + 1, false, false, NH_REPLAY_LEAVE},
        {NH_JOB_RECEIVED, 0, false, false, NH_REPLAY_LEAVE},
        {NH_JOB_INSTALLED, 0, false, false, NH_REPLAY_PROVE},
        {NH_JOB_VERIFIED, -100, false, false, NH_REPLAY_LEAVE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_job job = {.state = cases[i].state, .site = "https://portal.example"};
        job.changed = time(NULL) - cases[i].age;
        assert_int_equal(nh_job_is_at_work(&job), cases[i].at_work);
        assert_int_equal(nh_job_wants_room(&job), cases[i].wants_room);
        assert_int_equal(nh_job_replay(&job), cases[i].replay);
        *job.site = '\0';
        assert_false(nh_job_wants_room(&job));
    }
}

/* A record of version 0.1.0 has its response as "answer". */
static void the_old_word_is_read(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/old");
    struct nh_job job = job_in(journal, NH_JOB_SENT), found = {0};
    char path[PATH_MAX + 64];
    (void)state;
    snprintf(job.response, sizeof job.response, "20261123T043808-9f2c41d07a33");
    assert_int_equal(nh_job_enter(journal, &job, NH_JOB_RECEIVED, &err), NH_OK);
    snprintf(path, sizeof path, "%s/jobs/%s.json", nh_journal_folder(journal), job.id);
    sh("sed -i 's/\"response\"/\"answer\"/' '%s' && grep -q '\"answer\"' '%s'", path, path);
    assert_int_equal(nh_job_load(journal, job.id, &found, &err), NH_OK);
    assert_string_equal(found.response, job.response);
    assert_int_equal(nh_job_enter(journal, &found, NH_JOB_INSTALLED, &err), NH_OK);
    sh("grep -q '\"response\".*9f2c41d07a33' '%s' && ! grep -q answer '%s'", path, path);
    nh_journal_close(&journal);
}

static void all_jobs_are_listed_in_order(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/list");
    struct nh_jobs jobs = {0};
    (void)state;
    assert_int_equal(nh_jobs_list(journal, &jobs, &err), NH_OK);
    assert_int_equal(jobs.count, 0);
    nh_jobs_reset(&jobs);
    for (int i = 0; i < 5; i++)
        new_job(journal);
    sh("cd '%s/jobs' && touch note .hidden 20261123T043808-9f2c41d07a33.txt",
       nh_journal_folder(journal));
    assert_int_equal(nh_jobs_list(journal, &jobs, &err), NH_OK);
    assert_int_equal(jobs.count, 5);
    for (size_t i = 1; i < jobs.count; i++)
        assert_true(strcmp(jobs.items[i - 1].id, jobs.items[i].id) < 0);
    nh_jobs_reset(&jobs);
    nh_journal_close(&journal);
}

static void two_profiles_know_nothing_of_each_other(void **state)
{
    static const char *const profiles[] = {"/profiles/x", "/other/x"};
    struct nh_journal *first = open_journal(profiles[0]), *second = open_journal(profiles[1]);
    struct nh_job job = new_job(first), found;
    (void)state;
    assert_string_not_equal(nh_journal_folder(first), nh_journal_folder(second));
    assert_int_equal(nh_job_load(second, job.id, &found, &err), NH_NO_JOB);
    nh_journal_close(&first);
    nh_journal_close(&second);
}

static void names_are_no_paths(void **state)
{
    static const char *const names[] = {
        "",
        "x",
        "../../../../etc/passwd-xxxxx",
        "20261123T043808-9f2c41d07a33",
        "20261123T043808-9f2c41d07a333",
        "............................",
        "20261123T043808/9f2c41d07a33",
    };
    struct nh_journal *journal = open_journal("/profiles/names");
    struct nh_job job = new_job(journal), found;
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_int_equal(nh_job_load(journal, names[i], &found, &err), NH_NO_JOB);
    /* Nor is it one where there is a record. */
    sh("cd '%s/jobs' && cp %s.json x.json && cp %s.json ../y.json", nh_journal_folder(journal),
       job.id, job.id);
    assert_int_equal(nh_job_load(journal, "x", &found, &err), NH_NO_JOB);
    assert_int_equal(nh_job_load(journal, "../y", &found, &err), NH_NO_JOB);
    assert_int_equal(nh_job_load(journal, job.id, &found, &err), NH_OK);
    nh_journal_close(&journal);
}

#define REST                                                                                                    \
    ",\"target\":\"t\",\"key\":\"p-256\",\"keyHash\":\"\",\"keyId\":\"\",\"fingerprint\":\"\",\"answer\":\"\"," \
    "\"changed\":\"2026-11-23T04:38:08Z\",\"cause\":0}"

static void damaged_records_are_named(void **state)
{
    static const char *const texts[] = {
        "",
        "{",
        "[]",
        "{}",
        "null",
        "{\"state\":\"sent\"}",
        "{\"state\":\"odd\",\"site\":\"s\"" REST,
        "{\"state\":\"sent\",\"site\":1" REST,
        "{\"state\":\"sent\"" REST,
        "{\"state\":\"sent\",\"site\":\"s\",\"cause\":\"\"" REST,
        "{\"state\":\"sent\",\"site\":\"s\xc3\"" REST,
    };
    struct nh_journal *journal = open_journal("/profiles/damaged");
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char path[PATH_MAX + 64];
        struct nh_job job = new_job(journal), found;
        snprintf(path, sizeof path, "%s/jobs/%s.json", nh_journal_folder(journal), job.id);
        write_file(path, texts[i], strlen(texts[i]));
        assert_int_equal(nh_job_load(journal, job.id, &found, &err), NH_BAD_DATA);
    }
    nh_journal_close(&journal);
}

/* A text that is cut would be another site. */
static void a_site_has_a_bound(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/long");
    struct nh_job job = new_job(journal), found;
    char path[PATH_MAX + 64];
    (void)state;
    snprintf(path, sizeof path, "%s/jobs/%s.json", nh_journal_folder(journal), job.id);
    for (size_t more = 0; more < 2; more++) {
        sh("sed -i 's|\"site\":.*|\"site\":\"'$(head -c %zu /dev/zero | tr '\\0' x)'\",|' '%s'",
           NH_SITE_SIZE - 1 + more, path);
        assert_int_equal(nh_job_load(journal, job.id, &found, &err), more ? NH_BAD_DATA : NH_OK);
        if (!more)
            assert_int_equal(strlen(found.site), NH_SITE_SIZE - 1);
    }
    nh_journal_close(&journal);
}

static void a_record_has_a_bound(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/large");
    struct nh_job job = new_job(journal), found;
    char path[PATH_MAX + 64];
    (void)state;
    snprintf(path, sizeof path, "%s/jobs/%s.json", nh_journal_folder(journal), job.id);
    sh("head -c $((16384 - $(stat -c %%s '%s'))) /dev/zero | tr '\\0' ' ' >>'%s'", path, path);
    assert_int_equal(nh_job_load(journal, job.id, &found, &err), NH_OK);
    sh("echo >>'%s'", path);
    assert_int_equal(nh_job_load(journal, job.id, &found, &err), NH_TOO_LARGE);
    nh_journal_close(&journal);
}

static void a_journal_that_others_may_write_is_refused(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/shared");
    (void)state;
    sh("chmod 770 '%s'", nh_journal_folder(journal));
    nh_journal_close(&journal);
    assert_int_equal(nh_journal_open("/profiles/shared", &journal, &err), NH_PERMISSION);
    assert_non_null(strstr(err.message, "chmod 700"));
}

/* A file counts until the last second of its time, and none does that was changed in the future. */
static void what_is_recent_is_a_file_of_its_time(void **state)
{
    const long most = nh_section(NH_SECTION_STATUS)->seconds;
    static const struct {
        long before_end;
        bool is;
    } cases[] = {{60, true}, {-60, false}};
    time_t came = 0;
    (void)state;
    assert_true(most > 0);
    sh("echo x >recent && ln -s recent recent-link && mkdir recent-folder");
    assert_true(nh_journal_is_recent(NH_SECTION_STATUS, "recent", &came));
    assert_true(labs(came - time(NULL)) < 60);
    assert_false(nh_journal_is_recent(NH_SECTION_STATUS, "recent-link", &came));
    assert_false(nh_journal_is_recent(NH_SECTION_STATUS, "recent-folder", &came));
    assert_false(nh_journal_is_recent(NH_SECTION_STATUS, "recent-none", &came));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sh("touch -d @%ld recent", (long)time(NULL) - most + cases[i].before_end);
        assert_int_equal(nh_journal_is_recent(NH_SECTION_STATUS, "recent", &came), cases[i].is);
        assert_true(nh_journal_is_recent(NH_SECTION_COPIES, "recent", &came)); /* without a limit */
    }
    sh("touch -d @%ld recent", (long)time(NULL) + 600);
    assert_false(nh_journal_is_recent(NH_SECTION_STATUS, "recent", &came));
    assert_false(nh_journal_is_recent(NH_SECTION_COPIES, "recent", &came));
}

static void the_journal_is_private(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/private");
    struct nh_job job = new_job(journal);
    (void)state;
    sh("test $(stat -c %%a '%s') = 700", nh_journal_folder(journal));
    sh("test $(stat -c %%a '%s/jobs/%s.json') = 600", nh_journal_folder(journal), job.id);
    nh_journal_close(&journal);
}

static void a_state_that_cannot_be_written_is_not_entered(void **state)
{
    char path[PATH_MAX + 64];
    struct nh_journal *journal = open_journal("/profiles/broken");
    struct nh_job job = new_job(journal);
    (void)state;
    snprintf(path, sizeof path, "%s/jobs", nh_journal_folder(journal));
    sh("mv '%s' '%s.away'", path, path);
    assert_int_not_equal(nh_job_enter(journal, &job, NH_JOB_KEY, &err), NH_OK);
    assert_int_not_equal(err.status, NH_INTERNAL);
    assert_int_equal(job.state, NH_JOB_INTENT);
    nh_journal_close(&journal);
}

static void follows_xdg(void **state)
{
    char path[PATH_MAX + 16];
    (void)state;
    snprintf(path, sizeof path, "%s/state", folder);
    setenv("XDG_STATE_HOME", path, 1);
    struct nh_journal *journal = open_journal("/profiles/a");
    assert_memory_equal(nh_journal_folder(journal), path, strlen(path));
    nh_journal_close(&journal);
    setenv("XDG_STATE_HOME", "relative", 1);
    journal = open_journal("/profiles/a");
    snprintf(path, sizeof path, "%s/.local/state/", folder);
    assert_memory_equal(nh_journal_folder(journal), path, strlen(path));
    nh_journal_close(&journal);
    unsetenv("XDG_STATE_HOME");
    unsetenv("HOME");
    assert_int_equal(nh_journal_open("/profiles/a", &journal, &err), NH_CONFIG);
    setenv("HOME", folder, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_job_is_found_again),
        cmocka_unit_test(every_state_is_kept),
        cmocka_unit_test(each_state_follows_some_and_no_others),
        cmocka_unit_test(each_state_waits_for_somebody),
        cmocka_unit_test(a_job_awaits_its_own_sites),
        cmocka_unit_test(time_passes),
        cmocka_unit_test(the_old_word_is_read),
        cmocka_unit_test(all_jobs_are_listed_in_order),
        cmocka_unit_test(two_profiles_know_nothing_of_each_other),
        cmocka_unit_test(names_are_no_paths),
        cmocka_unit_test(damaged_records_are_named),
        cmocka_unit_test(a_site_has_a_bound),
        cmocka_unit_test(a_record_has_a_bound),
        cmocka_unit_test(a_journal_that_others_may_write_is_refused),
        cmocka_unit_test(what_is_recent_is_a_file_of_its_time),
        cmocka_unit_test(the_journal_is_private),
        cmocka_unit_test(a_state_that_cannot_be_written_is_not_entered),
        cmocka_unit_test(follows_xdg),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
