/* SPDX-License-Identifier: MPL-2.0 */
#include "fixture.h"
#include "journal/fold.h"
#include "journal/origin.h"
#include "journal/spool.h"

#include <time.h>

static const char site[] = "https://portal.example";
static const char fingerprint[] =
    "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF";

/* One that came to this state so many seconds ago. */
static struct nh_job job_of(struct nh_journal *journal, enum nh_job_state state, long seconds,
                            const char *response)
{
    struct nh_job job = {.kind = NH_KEY_P_256};
    enum nh_job_state last = state < NH_JOB_FAILED ? state : NH_JOB_KEY;
    snprintf(job.site, sizeof job.site, "%s", site);
    snprintf(job.target, sizeof job.target, "%s", site);
    snprintf(job.fingerprint, sizeof job.fingerprint, "%s", fingerprint);
    snprintf(job.response, sizeof job.response, "%s", response);
    assert_int_equal(nh_journal_name(job.id, &err), NH_OK);
    for (enum nh_job_state next = NH_JOB_INTENT; next <= last; next++)
        assert_int_equal(nh_job_enter(journal, &job, next, &err), NH_OK);
    if (state > last)
        assert_int_equal(nh_job_enter(journal, &job, state, &err), NH_OK);
    char changed[32];
    time_t then = time(NULL) - seconds;
    struct tm parts;
    strftime(changed, sizeof changed, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&then, &parts));
    sh("sed -i 's/\"changed\":\t\"[^\"]*\"/\"changed\":\t\"%s\"/' '%s/jobs/%s.json'", changed,
       nh_journal_folder(journal), job.id);
    return job;
}

static bool is_in(const struct nh_journal *journal, const char *section, const struct nh_job *job)
{
    char path[PATH_MAX + 64];
    snprintf(path, sizeof path, "%s/%s/%s.json", nh_journal_folder(journal), section, job->id);
    return access(path, F_OK) == 0;
}

static void check_place(struct nh_journal *journal, const struct nh_job *job, const char *section)
{
    struct nh_job found = {0};
    assert_int_equal(is_in(journal, "jobs", job), strcmp(section, "jobs") == 0);
    assert_int_equal(is_in(journal, "ended", job), strcmp(section, "ended") == 0);
    assert_int_equal(nh_job_load(journal, job->id, &found, &err), NH_OK);
    assert_int_equal(found.state, job->state);
}

static size_t count(struct nh_journal *journal,
                    enum nh_status (*list)(struct nh_journal *, struct nh_jobs *,
                                           struct nh_error *))
{
    struct nh_jobs jobs = {0};
    assert_int_equal(list(journal, &jobs, &err), NH_OK);
    for (size_t i = 1; i < jobs.count; i++)
        assert_true(strcmp(jobs.items[i - 1].id, jobs.items[i].id) < 0);
    size_t found = jobs.count;
    nh_jobs_reset(&jobs);
    return found;
}

static void what_has_ended_is_folded_away(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/fold");
    struct nh_job old[NH_JOB_STATES];
    (void)state;
    for (enum nh_job_state s = 0; s < NH_JOB_STATES; s++)
        old[s] = job_of(journal, s, NH_AT_WORK_SECONDS + 1, "");
    nh_jobs_fold(journal);
    for (enum nh_job_state s = 0; s < NH_JOB_STATES; s++)
        check_place(journal, &old[s], nh_job_has_ended(&old[s]) ? "ended" : "jobs");
    assert_int_equal(count(journal, nh_jobs_list), NH_JOB_STATES - 3);
    assert_int_equal(count(journal, nh_jobs_list_all), NH_JOB_STATES);
    nh_journal_close(&journal);
}

static void what_somebody_may_work_on_stays(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/work");
    struct nh_job young = job_of(journal, NH_JOB_VERIFIED, NH_AT_WORK_SECONDS - 60, "");
    struct nh_job later = job_of(journal, NH_JOB_FORGOTTEN, -3600, "");
    (void)state;
    nh_jobs_fold(journal);
    check_place(journal, &young, "jobs");
    check_place(journal, &later, "jobs");
    nh_journal_close(&journal);
}

/* An interrupted run goes on with it. */
static void what_has_a_response_in_the_spool_stays(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/response");
    struct nh_spool *spool = NULL;
    (void)state;
    assert_int_equal(nh_spool_begin(journal, site, &spool, &err), NH_OK);
    assert_int_equal(nh_spool_add(spool, "x", 1, &err), NH_OK);
    assert_int_equal(nh_spool_end(spool, &err), NH_OK);
    struct nh_job job = job_of(journal, NH_JOB_VERIFIED, 3600, nh_spool_id(spool));
    nh_jobs_fold(journal);
    check_place(journal, &job, "jobs");
    assert_int_equal(nh_spool_remove(spool, &err), NH_OK);
    nh_spool_close(&spool);
    nh_jobs_fold(journal);
    check_place(journal, &job, "ended");
    nh_journal_close(&journal);
}

static void check_origin(struct nh_journal *journal, const char *wanted)
{
    struct nh_jobs jobs = {0};
    char found[NH_SITE_SIZE];
    assert_int_equal(nh_jobs_list(journal, &jobs, &err), NH_OK);
    nh_origin_site(journal, &jobs, fingerprint, found);
    assert_string_equal(found, wanted);
    nh_jobs_reset(&jobs);
}

static void the_site_of_its_certificate_is_known(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/origin");
    (void)state;
    job_of(journal, NH_JOB_FORGOTTEN, 3600, "");
    nh_jobs_fold(journal);
    check_origin(journal, "");
    job_of(journal, NH_JOB_VERIFIED, 3600, "");
    check_origin(journal, site);
    nh_jobs_fold(journal);
    check_origin(journal, site);
    sh("touch -d @1 '%s'/origins/*", nh_journal_folder(journal));
    job_of(journal, NH_JOB_VERIFIED, 3600, "");
    nh_jobs_fold(journal);
    assert_int_equal(count(journal, nh_jobs_list), 0);
    sh("test \"$(stat -c %%Y '%s'/origins/*)\" = 1", nh_journal_folder(journal));
    nh_journal_close(&journal);
}

/* Otherwise the certificate's origin would be lost. */
static void what_cannot_be_kept_stays(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/refused");
    struct nh_job job = job_of(journal, NH_JOB_VERIFIED, 3600, "");
    (void)state;
    sh("touch '%s/origins'", nh_journal_folder(journal));
    nh_jobs_fold(journal);
    check_place(journal, &job, "jobs");
    sh("cd '%s' && rm origins && rmdir ended && touch ended", nh_journal_folder(journal));
    nh_jobs_fold(journal);
    check_place(journal, &job, "jobs");
    sh("cd '%s' && rm ended", nh_journal_folder(journal));
    nh_jobs_fold(journal);
    check_place(journal, &job, "ended");
    nh_journal_close(&journal);
}

/* The power was cut while the record had both its names. */
static void a_move_that_broke_off_goes_on(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/twins");
    struct nh_job job = job_of(journal, NH_JOB_VERIFIED, 3600, "");
    (void)state;
    sh("cd '%s' && mkdir -m 700 ended && ln jobs/%s.json ended", nh_journal_folder(journal),
       job.id);
    assert_int_equal(count(journal, nh_jobs_list_all), 1);
    nh_jobs_fold(journal);
    check_place(journal, &job, "ended");
    nh_journal_close(&journal);
}

/* A suspended process has gone on with its job: what it wrote counts. */
static void a_record_written_once_more_is_the_one(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/slow");
    struct nh_job slow = job_of(journal, NH_JOB_KEY, 0, ""), gone = slow, found = {0};
    (void)state;
    gone.changed = 1;
    assert_int_equal(nh_job_enter(journal, &gone, NH_JOB_FAILED, &err), NH_OK);
    sh("sed -i 's/\"changed\":\t\"2/\"changed\":\t\"1/' '%s/jobs/%s.json'",
       nh_journal_folder(journal), slow.id);
    nh_jobs_fold(journal);
    check_place(journal, &gone, "ended");
    assert_int_equal(nh_job_enter(journal, &slow, NH_JOB_SENT, &err), NH_OK);
    nh_jobs_fold(journal);
    assert_int_equal(nh_job_load(journal, slow.id, &found, &err), NH_OK);
    assert_int_equal(found.state, NH_JOB_SENT);
    assert_int_equal(count(journal, nh_jobs_list_all), 1);
    nh_journal_close(&journal);
}

static void a_start_does_not_wait_for_all(void **state)
{
    struct nh_journal *journal = open_journal("/profiles/many");
    (void)state;
    for (int i = 0; i < NH_FOLDED_MOST + 3; i++)
        job_of(journal, NH_JOB_FORGOTTEN, 3600, "");
    nh_jobs_fold(journal);
    assert_int_equal(count(journal, nh_jobs_list), 3);
    nh_jobs_fold(journal);
    assert_int_equal(count(journal, nh_jobs_list), 0);
    assert_int_equal(count(journal, nh_jobs_list_all), NH_FOLDED_MOST + 3);
    nh_journal_close(&journal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_has_ended_is_folded_away),
        cmocka_unit_test(what_somebody_may_work_on_stays),
        cmocka_unit_test(what_has_a_response_in_the_spool_stays),
        cmocka_unit_test(the_site_of_its_certificate_is_known),
        cmocka_unit_test(what_cannot_be_kept_stays),
        cmocka_unit_test(a_move_that_broke_off_goes_on),
        cmocka_unit_test(a_record_written_once_more_is_the_one),
        cmocka_unit_test(a_start_does_not_wait_for_all),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
