/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/enrolment.h"

#include "base/files.h"
#include "base/json.h"
#include "journal/jobs.h"
#include "journal/spool.h"
#include "nss/base64.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

void nh_enrolment_reset(struct nh_enrolment *enrolment)
{
    free(enrolment->server);
    free(enrolment->user);
    free(enrolment->subject);
    free(enrolment->email);
    nh_trust_reset(&enrolment->trust);
    nh_buf_reset(&enrolment->csr);
    *enrolment = (struct nh_enrolment){0};
}

/* Add a buffer of text as a string. */
static bool add_text(cJSON *object, const char *name, const struct nh_buf *text)
{
    char *copy = strndup(text->length ? (const char *)text->data : "", text->length);
    bool added = copy && cJSON_AddStringToObject(object, name, copy);
    free(copy);
    return added;
}

static const char *const follow_words[] = {"", "copies", "command"};

/* An unknown word of another version counts as NH_FOLLOW_NOTHING. */
static enum nh_follow read_follow(const char *word)
{
    enum nh_follow found = NH_FOLLOW_COMMAND;
    while (found != NH_FOLLOW_NOTHING && strcmp(word, follow_words[found]) != 0)
        found--;
    return found;
}

static bool write_fields(cJSON *object, const struct nh_enrolment *it)
{
    struct nh_buf csr = {0};
    bool good = nh_base64_add(it->csr.data, it->csr.length, "", &csr) &&
                cJSON_AddStringToObject(object, "server", it->server) &&
                cJSON_AddStringToObject(object, "user", it->user) &&
                cJSON_AddStringToObject(object, "subject", it->subject) &&
                cJSON_AddStringToObject(object, "email", it->email) &&
                add_text(object, "anchors", &it->trust.anchors) &&
                cJSON_AddStringToObject(object, "fingerprint", it->trust.fingerprint) &&
                add_text(object, "csr", &csr) &&
                cJSON_AddStringToObject(object, "renews", it->renews) &&
                cJSON_AddStringToObject(object, "with", it->with) &&
                cJSON_AddBoolToObject(object, "taken", it->taken) &&
                cJSON_AddBoolToObject(object, "bound", it->bound) &&
                cJSON_AddStringToObject(object, "response", it->response) &&
                nh_json_add_time(object, "retry", it->retry) &&
                cJSON_AddStringToObject(object, "follow", follow_words[it->follow]);
    nh_buf_reset(&csr);
    return good;
}

enum nh_status nh_enrolment_keep(struct nh_journal *journal, const char *job,
                                 const struct nh_enrolment *enrolment, struct nh_error *err)
{
    cJSON *object = cJSON_CreateObject();
    char *text = object && write_fields(object, enrolment) ? cJSON_Print(object) : NULL;
    char *folder = NULL;
    enum nh_status status =
        text ? nh_journal_make(journal, NH_SECTION_ENROLMENTS, &folder, err) : nh_fail_memory(err);
    if (!status)
        status = nh_journal_write(journal, NH_SECTION_ENROLMENTS, job, text, strlen(text), err);
    free(folder);
    cJSON_free(text);
    cJSON_Delete(object);
    return status;
}

static const char *string_of(const cJSON *object, const char *name)
{
    const char *text = nh_json_text(object, name);
    return text ? text : "";
}

static bool copy(const cJSON *object, const char *name, char *out, size_t size)
{
    return (size_t)snprintf(out, size, "%s", string_of(object, name)) < size;
}

/* Version 0.1.0 named the field "answer". */
static bool copy_response(const cJSON *object, char *out, size_t size)
{
    bool old = !cJSON_HasObjectItem(object, "response");
    return copy(object, old ? "answer" : "response", out, size);
}

static enum nh_status fail_damaged(const char *job, struct nh_error *err)
{
    return nh_fail(err, NH_BAD_DATA, NULL, "The record of the request %s is damaged.", job);
}

static enum nh_status read_fields(const cJSON *object, const char *job, struct nh_enrolment *out,
                                  struct nh_error *err)
{
    const char *csr = string_of(object, "csr"), *anchors = string_of(object, "anchors");
    out->server = strdup(string_of(object, "server"));
    out->user = strdup(string_of(object, "user"));
    out->subject = strdup(string_of(object, "subject"));
    out->email = strdup(string_of(object, "email"));
    if (!out->server || !out->user || !out->subject || !out->email ||
        !nh_buf_add(&out->trust.anchors, anchors, strlen(anchors)))
        return nh_fail_memory(err);
    if (!*out->server ||
        !copy(object, "fingerprint", out->trust.fingerprint, sizeof out->trust.fingerprint) ||
        !copy(object, "renews", out->renews, sizeof out->renews) ||
        !copy(object, "with", out->with, sizeof out->with) ||
        !copy_response(object, out->response, sizeof out->response) ||
        !nh_json_read_time(string_of(object, "retry"), &out->retry))
        return fail_damaged(job, err);
    out->follow = read_follow(string_of(object, "follow"));
    out->taken = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, "taken"));
    out->bound = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, "bound"));
    enum nh_status status = nh_base64_decode(csr, strlen(csr), &out->csr, err);
    return status == NH_BAD_DATA ? fail_damaged(job, err) : status;
}

enum nh_status nh_enrolment_load(struct nh_journal *journal, const char *job,
                                 struct nh_enrolment *out, struct nh_error *err)
{
    struct nh_enrolment read = {0};
    struct nh_buf text = {0};
    enum nh_status status = nh_journal_read(journal, NH_SECTION_ENROLMENTS, job, &text, err);
    if (status == NH_NO_INPUT)
        status =
            nh_fail(err, NH_NO_JOB, NULL, "The request %s was not sent to an EST server.", job);
    if (!status && !nh_buf_terminate(&text))
        status = nh_fail_memory(err);
    cJSON *object = status ? NULL : cJSON_Parse((char *)text.data);
    if (!status)
        status = object ? read_fields(object, job, &read, err) : fail_damaged(job, err);
    cJSON_Delete(object);
    if (status)
        nh_enrolment_reset(&read);
    else
        *out = read;
    nh_buf_reset(&text);
    return status;
}

bool nh_enrolment_goes_on(struct nh_journal *journal, const struct nh_job *job)
{
    char site[NH_SITE_SIZE];
    return nh_job_is_open(job) || (nh_job_is_done(job) && *job->response &&
                                   nh_spool_site(journal, job->response, site, NULL) == NH_OK);
}

void nh_enrolment_drop(struct nh_journal *journal, const char *job)
{
    nh_journal_remove(journal, NH_SECTION_ENROLMENTS, job);
}

enum nh_status nh_enrolment_origin(struct nh_journal *journal, const char *fingerprint,
                                   struct nh_job *out, struct nh_error *err)
{
    struct nh_jobs jobs = {0};
    bool found = false;
    enum nh_status status = nh_jobs_list_enrolled(journal, &jobs, err);
    for (size_t i = 0; i < jobs.count; i++) {
        if (strcmp(jobs.items[i].fingerprint, fingerprint) != 0)
            continue;
        *out = jobs.items[i];
        found = true;
    }
    nh_jobs_reset(&jobs);
    if (!status && !found)
        status = nh_fail(err, NH_NO_JOB, NULL,
                         "There is no record of where this certificate came from.");
    return status;
}

enum nh_status nh_enrolment_lock(struct nh_journal *journal, int *held, struct nh_error *err)
{
    char *folder = NULL, *path = NULL;
    enum nh_status status = nh_journal_make(journal, NH_SECTION_ENROLMENTS, &folder, err);
    if (!status && !(path = nh_path_join(folder, ".lock")))
        status = nh_fail_memory(err);
    int fd = status ? -1 : open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (!status && fd < 0)
        status = nh_fail_errno(err, NH_CANT_CREATE, errno, "%s can't be created.", path);
    if (!status && flock(fd, LOCK_EX | LOCK_NB) < 0)
        status = nh_fail(
            err, NH_BUSY, NULL,
            "Another nss-helper is requesting or renewing a certificate in this profile. Try again "
            "later.");
    if (status && fd >= 0)
        close(fd);
    if (!status)
        *held = fd;
    free(path);
    free(folder);
    return status;
}
