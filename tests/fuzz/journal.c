/* SPDX-License-Identifier: MPL-2.0 */
/* Records of the journal, as a failing disk or another version may have left them. The first byte
   says which one it is. */
#include "journal/journal.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "journal/archive.h"
#include "journal/copies.h"
#include "journal/enrolment.h"
#include "journal/jobs.h"
#include "journal/kept.h"
#include "journal/note.h"
#include "journal/origin.h"
#include "journal/spool.h"
#include "lifecycle/restorable.h"
#include "revocation/heard.h"
#include "room.h"

#include <cert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ID "20261123T043808-9f2c41d07a33"
#define SIXTEEN "AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89"
#define FINGERPRINT SIXTEEN ":" SIXTEEN
#define SITE "https://portal.example"

/* Text of a record goes to the browser or to a terminal, so it must be clean. */
static void expect_text(const char *text)
{
    fuzz_expect(nh_utf8_valid(text, strlen(text)), "what a record says is UTF-8");
}

static void expect_time(time_t time)
{
    struct tm utc;
    fuzz_expect(gmtime_r(&time, &utc) && utc.tm_year < 10000 - 1900, "a time has four digits");
}

static void use(struct nh_journal *journal, const struct nh_job *job)
{
    const char *const texts[] = {job->site,   job->target,      job->key_hash,
                                 job->key_id, job->fingerprint, job->response};
    fuzz_expect(job->state < NH_JOB_STATES, "a state is one of those");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect_text(texts[i]);
    expect_time(job->changed);
    nh_job_next(job, false);
    nh_job_told(job, true);
    nh_job_replay(job);
    nh_job_wants_room(job);
    nh_enrolment_goes_on(journal, job);
}

static void read_job(struct nh_journal *journal)
{
    struct nh_job job = {.state = 0};
    struct nh_jobs jobs = {0};
    struct nh_error err = {0};
    enum nh_status status = nh_job_load(journal, ID, &job, &err);
    fuzz_check(status, &err);
    if (!status)
        use(journal, &job);
    fuzz_check(nh_jobs_list(journal, &jobs, &err), &err);
    fuzz_expect(fuzz_failed() || jobs.count == !status, "the list has what can be read");
    nh_jobs_reset(&jobs);
}

static void read_enrolment(struct nh_journal *journal)
{
    struct nh_enrolment enrolment = {.server = NULL};
    struct nh_error err = {0};
    enum nh_status status = nh_enrolment_load(journal, ID, &enrolment, &err);
    fuzz_check(status, &err);
    if (!status) {
        const char *const texts[] = {enrolment.server,  enrolment.user,   enrolment.subject,
                                     enrolment.email,   enrolment.renews, enrolment.with,
                                     enrolment.response};
        fuzz_expect(*enrolment.server, "it has a server");
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            expect_text(texts[i]);
        expect_time(enrolment.retry);
    }
    nh_enrolment_reset(&enrolment);
}

static void read_copies(struct nh_journal *journal)
{
    struct nh_copies copies = {0};
    struct nh_error err = {0};
    fuzz_check(nh_copies_list(journal, FINGERPRINT, &copies, &err), &err);
    for (size_t i = 0; i < copies.count; i++) {
        expect_text(copies.items[i].kind);
        expect_text(copies.items[i].place);
        expect_time(copies.items[i].time);
    }
    nh_copies_reset(&copies);
}

static void read_heard(struct nh_journal *journal)
{
    struct nh_revocation heard = {.said = 0};
    if (nh_heard_read(journal, FINGERPRINT, &heard)) {
        fuzz_expect(heard.state == NH_REVOCATION_REVOKED, "what holds is revoked");
        expect_time(heard.since);
        expect_time(heard.said);
        expect_time(heard.asked);
    }
    nh_heard_revoked(journal, FINGERPRINT);
}

static void read_origin(struct nh_journal *journal)
{
    struct nh_jobs none = {0};
    char site[NH_SITE_SIZE];
    nh_origin_site(journal, &none, FINGERPRINT, site);
    expect_text(site);
}

static void read_portal(struct nh_journal *journal)
{
    char *address = nh_origin_portal(journal, "", FINGERPRINT);
    fuzz_expect(address || fuzz_failed(), "an address, if only an empty one");
    if (address)
        expect_text(address);
    free(address);
}

static void read_archive(struct nh_journal *journal)
{
    char *path = nh_note_path(journal, NH_SECTION_CERTIFICATES, FINGERPRINT);
    if (path)
        CERT_DestroyCertificate(nh_archive_read(path));
    free(path);
}

static void read_restorable(struct nh_journal *journal)
{
    struct nh_restorables list = {0};
    struct nh_error err = {0};
    fuzz_check(nh_restorables_list(journal, fuzz_store(), &list, &err), &err);
    nh_restorables_reset(&list);
}

static void read_response(struct nh_journal *journal)
{
    struct nh_jobs none = {0};
    struct nh_kepts kepts = {0};
    struct nh_spool *spool = NULL;
    struct nh_buf bytes = {0};
    struct nh_error err = {0};
    char site[NH_SITE_SIZE];
    fuzz_check(nh_kepts_list(journal, &none, &kepts, &err), &err);
    for (size_t i = 0; i < kepts.count; i++)
        expect_text(kepts.items[i].site);
    nh_kepts_reset(&kepts);
    enum nh_status status = nh_spool_open(journal, ID, &spool, &err);
    if (!status)
        status = nh_spool_read(spool, &bytes, site, &err);
    fuzz_check(status, &err);
    if (!status)
        expect_text(site);
    nh_buf_reset(&bytes);
    nh_spool_close(&spool);
}

/* `name`: the name of a file that belongs to no certificate; else NULL. */
static const struct record {
    enum nh_section section;
    const char *name;
    void (*read)(struct nh_journal *journal);
} records[] = {
    {NH_SECTION_JOBS, ID, read_job},
    {NH_SECTION_ENROLMENTS, ID, read_enrolment},
    {NH_SECTION_COPIES, NULL, read_copies},
    {NH_SECTION_REVOKED, NULL, read_heard},
    {NH_SECTION_GOOD, NULL, read_heard},
    {NH_SECTION_ORIGINS, NULL, read_origin},
    {NH_SECTION_PORTALS, NULL, read_portal},
    {NH_SECTION_CERTIFICATES, NULL, read_archive},
    {NH_SECTION_RESTORABLE, NULL, read_restorable},
    {NH_SECTION_RESPONSES, ID, read_response},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nh_journal *journal = fuzz_journal();
    struct nh_error err = {0};
    char *folder = NULL;
    if (size < 1)
        return 0;
    const struct record *record = &records[data[0] % (sizeof records / sizeof *records)];
    fuzz_store();
    fuzz_pause();
    fuzz_expect(!nh_journal_make(journal, record->section, &folder, &err), "a folder");
    char *path = record->name ? nh_journal_path(journal, record->section, record->name)
                              : nh_note_path(journal, record->section, FINGERPRINT);
    fuzz_write("", path, data + 1, size - 1);
    fuzz_resume();
    record->read(journal);
    unlink(path);
    free(path);
    free(folder);
    return 0;
}
