/* SPDX-License-Identifier: MPL-2.0 */
#include "fixture.h"
#include "journal/room.h"
#include "journal/spool.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/file.h>
#include <sys/wait.h>

static const char site[] = "https://ca.example";

static struct nh_spool *begin(struct nh_journal *journal, const char *bytes)
{
    struct nh_spool *spool = NULL;
    assert_int_equal(nh_spool_begin(journal, site, &spool, &err), NH_OK);
    assert_int_equal(nh_spool_add(spool, bytes, strlen(bytes), &err), NH_OK);
    return spool;
}

/* How many files of the spool have this ending. */
static size_t count(struct nh_journal *journal, const char *ending)
{
    struct nh_names names = {0};
    char path[PATH_MAX + 16];
    size_t found = 0;
    snprintf(path, sizeof path, "%s/answers", nh_journal_folder(journal));
    assert_int_equal(nh_folder_list(path, &names, &err), NH_OK);
    for (size_t i = 0; i < names.count; i++) {
        const char *dot = strchr(names.items[i], '.');
        found += strcmp(dot ? dot : "", ending) == 0;
    }
    nh_names_reset(&names);
    return found;
}

static void an_answer_is_read_again(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/again");
    struct nh_spool *spool = begin(journal, "one\n");
    struct nh_names names = {0};
    struct nh_buf bytes = {0};
    char from[NH_SITE_SIZE], id[NH_JOB_ID_SIZE];
    (void)state;
    assert_int_equal(nh_spool_add(spool, "two", 3, &err), NH_OK);
    assert_int_equal(nh_spool_list(journal, &names, &err), NH_OK);
    assert_int_equal(names.count, 0);
    nh_names_reset(&names);
    assert_int_equal(nh_spool_end(spool, &err), NH_OK);
    memcpy(id, nh_spool_id(spool), sizeof id);
    nh_spool_close(&spool);
    assert_int_equal(nh_spool_list(journal, &names, &err), NH_OK);
    assert_int_equal(names.count, 1);
    assert_string_equal(names.items[0], id);
    nh_names_reset(&names);
    assert_int_equal(nh_spool_site(journal, id, from, &err), NH_OK);
    assert_string_equal(from, site);
    assert_int_equal(nh_spool_open(journal, id, &spool, &err), NH_OK);
    assert_int_equal(nh_spool_read(spool, &bytes, from, &err), NH_OK);
    assert_string_equal(from, site);
    assert_int_equal(bytes.length, 7);
    assert_memory_equal(bytes.data, "one\ntwo", 7);
    nh_buf_reset(&bytes);
    assert_int_equal(nh_spool_remove(spool, &err), NH_OK);
    nh_spool_close(&spool);
    assert_int_equal(nh_spool_open(journal, id, &spool, &err), NH_NO_JOB);
    assert_int_equal(nh_spool_site(journal, id, from, &err), NH_NO_JOB);
    nh_journal_close(&journal);
}

static void what_broke_off_is_removed(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/broken");
    struct nh_spool *spool = begin(journal, "half");
    (void)state;
    assert_int_equal(count(journal, ".part"), 1);
    nh_spool_close(&spool);
    assert_int_equal(count(journal, ".part"), 0);
    nh_journal_close(&journal);
}

/* A child that is killed half way through a response, and one that holds a whole one. */
static pid_t child(struct nh_journal *journal, bool whole, int *ready)
{
    int pipes[2];
    assert_int_equal(pipe(pipes), 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct nh_spool *spool = begin(journal, "its answer");
        if (whole && nh_spool_end(spool, &err))
            _exit(1);
        if (write(pipes[1], "x", 1) == 1)
            pause();
        _exit(1);
    }
    close(pipes[1]);
    char byte;
    assert_int_equal(read(pipes[0], &byte, 1), 1);
    *ready = pipes[0];
    return pid;
}

static void end_child(pid_t pid, int ready)
{
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    close(ready);
}

static void only_the_dead_are_swept(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/dead");
    int ready;
    pid_t pid = child(journal, false, &ready);
    (void)state;
    nh_spool_sweep(journal);
    assert_int_equal(count(journal, ".part"), 1);
    end_child(pid, ready);
    nh_spool_sweep(journal);
    assert_int_equal(count(journal, ".part"), 0);
    nh_journal_close(&journal);
}

static void one_process_at_a_time_has_an_response(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/two");
    struct nh_spool *spool = NULL;
    struct nh_names names = {0};
    int ready;
    pid_t pid = child(journal, true, &ready);
    (void)state;
    assert_int_equal(nh_spool_list(journal, &names, &err), NH_OK);
    assert_int_equal(names.count, 1);
    assert_int_equal(nh_spool_open(journal, names.items[0], &spool, &err), NH_BUSY);
    end_child(pid, ready);
    assert_int_equal(nh_spool_open(journal, names.items[0], &spool, &err), NH_OK);
    nh_spool_close(&spool);
    nh_names_reset(&names);
    nh_journal_close(&journal);
}

static void has_its_limit(void **state)
{
    static char block[65536];
    struct nh_journal *journal = open_journal("/profiles/limit");
    struct nh_spool *spool = begin(journal, "");
    (void)state;
    for (size_t i = 0; i < NH_BUF_LIMIT / sizeof block; i++)
        assert_int_equal(nh_spool_add(spool, block, sizeof block, &err), NH_OK);
    assert_int_equal(nh_spool_add(spool, block, 1, &err), NH_TOO_LARGE);
    nh_spool_close(&spool);
    nh_journal_close(&journal);
}

static struct nh_job new_job(struct nh_journal *journal, enum nh_job_state state)
{
    struct nh_job job = {.site = "https://portal.example", .kind = NH_KEY_P_256};
    assert_int_equal(nh_journal_name(job.id, &err), NH_OK);
    assert_int_equal(nh_room_keep(journal, job.id, &err), NH_OK);
    for (enum nh_job_state next = 0; next < state && next <= NH_JOB_SENT; next++)
        assert_int_equal(nh_job_enter(journal, &job, next, &err), NH_OK);
    assert_int_equal(nh_job_enter(journal, &job, state, &err), NH_OK);
    return job;
}

/* The job has come to its state so many seconds ago. */
static void set_age(struct nh_journal *journal, const struct nh_job *job, long seconds)
{
    char when[32];
    time_t then = time(NULL) - seconds;
    struct tm utc;
    assert_non_null(gmtime_r(&then, &utc));
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &utc);
    sh("sed -i 's/\"changed\":\\(.*\\)\"[0-9TZ:-]*\"/\"changed\":\\1\"%s\"/' '%s/jobs/%s.json'",
       when, nh_journal_folder(journal), job->id);
}

static void an_answer_takes_the_room_of_a_job(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/room");
    struct nh_job job = new_job(journal, NH_JOB_SENT);
    (void)state;
    sh("test $(stat -c %%b '%s/answers/%s.space') -ge 8192", nh_journal_folder(journal), job.id);
    struct nh_spool *spool = begin(journal, "bytes");
    assert_int_equal(count(journal, ".space"), 0);
    sh("test $(stat -c %%b '%s/answers/%s.part') -ge 8192", nh_journal_folder(journal),
       nh_spool_id(spool));
    assert_int_equal(nh_spool_end(spool, &err), NH_OK);
    sh("test $(stat -c %%s '%s/answers/%s') = 24", nh_journal_folder(journal), nh_spool_id(spool));
    nh_room_balance(journal); /* the job waits still */
    assert_int_equal(count(journal, ".space"), 1);
    for (enum nh_job_state next = NH_JOB_RECEIVED; next <= NH_JOB_VERIFIED; next++)
        assert_int_equal(nh_job_enter(journal, &job, next, &err), NH_OK);
    nh_room_balance(journal);
    assert_int_equal(count(journal, ".space"), 0);
    nh_spool_close(&spool);
    nh_journal_close(&journal);
}

/* Not a response, whose name is as long, and not what another process takes just now. */
static void only_free_room_is_taken(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/free");
    struct nh_spool *spool = begin(journal, "a response");
    char path[PATH_MAX + 80];
    (void)state;
    assert_int_equal(nh_spool_end(spool, &err), NH_OK);
    nh_spool_close(&spool);
    struct nh_job job = new_job(journal, NH_JOB_SENT);
    snprintf(path, sizeof path, "%s/answers/%s.space", nh_journal_folder(journal), job.id);
    int held = open(path, O_RDWR | O_CLOEXEC);
    assert_true(held >= 0 && flock(held, LOCK_EX | LOCK_NB) == 0);
    spool = begin(journal, "another");
    assert_int_equal(count(journal, ""), 1);
    assert_int_equal(count(journal, ".space"), 1);
    nh_spool_close(&spool);
    close(held);
    spool = begin(journal, "another");
    assert_int_equal(count(journal, ""), 1);
    assert_int_equal(count(journal, ".space"), 0);
    nh_room_balance(journal);
    assert_int_equal(count(journal, ""), 1);
    nh_spool_close(&spool);
    nh_journal_close(&journal);
}

static void each_waiting_job_has_its_room(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/rooms");
    (void)state;
    new_job(journal, NH_JOB_SENT);
    new_job(journal, NH_JOB_KEY);
    new_job(journal, NH_JOB_RECEIVED);
    new_job(journal, NH_JOB_FORGOTTEN);
    assert_int_equal(count(journal, ".space"), 4);
    nh_room_balance(journal);
    assert_int_equal(count(journal, ".space"), 2);
    sh("rm '%s'/answers/*.space", nh_journal_folder(journal));
    nh_room_balance(journal);
    assert_int_equal(count(journal, ".space"), 2);
    nh_journal_close(&journal);
}

/* A job has room until the last minute of its days, and none after them. Room that belongs to no
   job is given back, and other files stay. */
static void room_is_given_back_after_its_days(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/days");
    (void)state;
    struct nh_job old = new_job(journal, NH_JOB_SENT), young = new_job(journal, NH_JOB_SENT);
    set_age(journal, &old, NH_ROOM_DAYS * 86400L + 1);
    set_age(journal, &young, NH_ROOM_DAYS * 86400L - 60);
    sh("cd '%s/answers' && touch 20200101T000000-000000000000.space note",
       nh_journal_folder(journal));
    nh_room_balance(journal);
    sh("cd '%s/answers' && test -e %s.space -a ! -e %s.space -a -e note"
       " -a ! -e 20200101T000000-000000000000.space",
       nh_journal_folder(journal), young.id, old.id);
    nh_journal_close(&journal);
}

/* Only what still arrives is counted, and for the site that sends it. */
static void what_arrives_is_counted(void **state)
{
    static const struct {
        const char *site;
        size_t of_site;
    } cases[] = {
        {"https://ca.example", 1},     {"https://ca.example:8443", 1},
        {"https://ca.example.net", 0}, {"https://www.ca.example", 0},
        {"https://ca.exampl", 0},
    };
    struct nh_journal *journal = open_journal("/profiles/arriving");
    struct nh_spool *spool = begin(journal, "half");
    (void)state;
    sh("cd '%s/answers' && test $(stat -c %%a *.part) = 600"
       " && cp *.part 20261123T043808-9f2c41d07a33.tart && cp *.part 20261123T043808-9f2c41d07a33"
       " && cp *.part note.part",
       nh_journal_folder(journal));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t of_site = 9, in_all = 9;
        assert_int_equal(nh_spool_count_arriving(journal, cases[i].site, &of_site, &in_all, &err),
                         NH_OK);
        assert_int_equal(of_site, cases[i].of_site);
        assert_int_equal(in_all, 1);
    }
    nh_spool_close(&spool);
    nh_journal_close(&journal);
}

/* Not even where there is such a file. */
static void a_name_is_no_path(void **state)
{
    static const char *const names[] = {"x", "../jobs/20261123T043808-x",
                                        "../../../../../etc/passwd-xx"};
    struct nh_journal *journal = open_journal("/profiles/paths");
    struct nh_spool *spool = begin(journal, "bytes");
    (void)state;
    assert_int_equal(nh_spool_end(spool, &err), NH_OK);
    sh("cd '%s/answers' && cp %s x && cp %s ../jobs/20261123T043808-x", nh_journal_folder(journal),
       nh_spool_id(spool), nh_spool_id(spool));
    nh_spool_close(&spool);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char name[NH_JOB_ID_SIZE + 8] = "";
        memcpy(name, names[i], strlen(names[i]));
        assert_int_equal(nh_spool_open(journal, name, &spool, &err), NH_NO_JOB);
    }
    nh_journal_close(&journal);
}

/* The line with the site has an end, and is no longer than a site. */
static void a_line_has_its_limit(void **state)
{
    static const struct {
        size_t length;
        const char *end;
        enum nh_status status;
    } cases[] = {
        {NH_SITE_SIZE - 1, "\\nx", NH_OK},
        {NH_SITE_SIZE, "\\nx", NH_BAD_DATA},
        {20, "", NH_BAD_DATA},
        {2 * NH_SITE_SIZE, "", NH_BAD_DATA},
    };
    struct nh_journal *journal = open_journal("/profiles/line");
    struct nh_spool *spool = begin(journal, "");
    (void)state;
    assert_int_equal(nh_spool_end(spool, &err), NH_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nh_buf bytes = {0};
        char from[2 * NH_SITE_SIZE] = "";
        sh("{ head -c %zu /dev/zero | tr '\\0' s && printf '%s'; } >'%s/answers/%s'",
           cases[i].length, cases[i].end, nh_journal_folder(journal), nh_spool_id(spool));
        assert_int_equal(nh_spool_read(spool, &bytes, from, &err), cases[i].status);
        assert_int_equal(strlen(from), cases[i].status ? 0 : cases[i].length);
        nh_buf_reset(&bytes);
    }
    nh_spool_close(&spool);
    nh_journal_close(&journal);
}

/* A disk has changed a bit of the line: nothing of it may go into a message. */
static void a_site_that_is_no_text_is_damaged(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/bits");
    struct nh_spool *spool = NULL;
    struct nh_buf bytes = {0};
    char from[NH_SITE_SIZE];
    (void)state;
    assert_int_equal(nh_spool_begin(journal, "https://a.example", &spool, &err), NH_OK);
    assert_int_equal(nh_spool_end(spool, &err), NH_OK);
    char *id = strdup(nh_spool_id(spool));
    nh_spool_close(&spool);
    sh("cd '%s/answers' && printf 'https://\\303.example\\nx' >%s", nh_journal_folder(journal), id);
    assert_int_equal(nh_spool_site(journal, id, from, &err), NH_NO_JOB);
    assert_int_equal(nh_spool_open(journal, id, &spool, &err), NH_OK);
    assert_int_equal(nh_spool_read(spool, &bytes, from, &err), NH_BAD_DATA);
    assert_int_equal(bytes.length, 0);
    sh("cd '%s/answers' && printf 'https://a.example\\nx' >%s", nh_journal_folder(journal), id);
    assert_int_equal(nh_spool_site(journal, id, from, &err), NH_OK);
    assert_int_equal(nh_spool_read(spool, &bytes, from, &err), NH_OK);
    assert_int_equal(bytes.length, 1);
    nh_buf_reset(&bytes);
    nh_spool_close(&spool);
    nh_journal_close(&journal);
    free(id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_read_again),
        cmocka_unit_test(what_broke_off_is_removed),
        cmocka_unit_test(only_the_dead_are_swept),
        cmocka_unit_test(one_process_at_a_time_has_an_response),
        cmocka_unit_test(has_its_limit),
        cmocka_unit_test(an_answer_takes_the_room_of_a_job),
        cmocka_unit_test(only_free_room_is_taken),
        cmocka_unit_test(each_waiting_job_has_its_room),
        cmocka_unit_test(room_is_given_back_after_its_days),
        cmocka_unit_test(what_arrives_is_counted),
        cmocka_unit_test(a_name_is_no_path),
        cmocka_unit_test(a_line_has_its_limit),
        cmocka_unit_test(a_site_that_is_no_text_is_damaged),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
