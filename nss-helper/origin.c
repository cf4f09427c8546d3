/* SPDX-License-Identifier: MPL-2.0 */
#include "origin.h"

#include "buf.h"
#include "note.h"

#include <string.h>

static const struct nh_note_kind notes = {"origins", ".url"};

static void read_kept(struct nh_journal *journal, const char *fingerprint, char site[NH_SITE_SIZE])
{
    struct nh_buf text = {.limit = NH_SITE_SIZE - 1};
    if (!nh_note_read(journal, &notes, fingerprint, &text, NULL) && text.length) {
        memcpy(site, text.data, text.length);
        site[text.length] = '\0';
    }
    nh_buf_reset(&text);
}

void nh_origin_site(struct nh_journal *journal, const struct nh_jobs *jobs,
                    const char *fingerprint, char site[NH_SITE_SIZE])
{
    *site = '\0';
    for (size_t i = 0; i < jobs->count; i++) {
        const struct nh_job *job = &jobs->items[i];
        bool ended = job->state == NH_JOB_INSTALLED || job->state == NH_JOB_VERIFIED;
        if (ended && strcmp(job->fingerprint, fingerprint) == 0)
            memcpy(site, job->site, NH_SITE_SIZE);
    }
    if (!*site)
        read_kept(journal, fingerprint, site);
}

enum nh_status nh_origin_keep(struct nh_journal *journal, const char *fingerprint,
                              const char *site, struct nh_error *err)
{
    return nh_note_write(journal, &notes, fingerprint, site, strlen(site), err);
}
