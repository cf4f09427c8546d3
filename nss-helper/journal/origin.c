/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/origin.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "journal/note.h"
#include "nss/hash.h"

#include <string.h>

static void read_kept(struct nh_journal *journal, const char *fingerprint, char site[NH_SITE_SIZE])
{
    struct nh_buf text = {.limit = NH_SITE_SIZE - 1};
    if (!nh_note_read(journal, NH_SECTION_ORIGINS, fingerprint, &text, NULL) && text.length) {
        memcpy(site, text.data, text.length);
        site[text.length] = '\0';
        if (strlen(site) < text.length || !nh_site_is_origin(site)) /* a disk has damaged it */
            *site = '\0';
    }
    nh_buf_reset(&text);
}

void nh_origin_site(struct nh_journal *journal, const struct nh_jobs *jobs, const char *fingerprint,
                    char site[NH_SITE_SIZE])
{
    *site = '\0';
    for (size_t i = 0; i < jobs->count; i++) {
        const struct nh_job *job = &jobs->items[i];
        if (nh_job_has_certificate(job) && strcmp(job->fingerprint, fingerprint) == 0)
            memcpy(site, job->site, NH_SITE_SIZE);
    }
    if (!*site)
        read_kept(journal, fingerprint, site);
}

enum nh_status nh_origin_keep(struct nh_journal *journal, const char *fingerprint, const char *site,
                              struct nh_error *err)
{
    return nh_note_write(journal, NH_SECTION_ORIGINS, fingerprint, site, strlen(site), err);
}

enum nh_status nh_origin_open_keep(struct nh_journal *journal, const char *fingerprint,
                                   struct nh_error *err)
{
    return nh_note_write(journal, NH_SECTION_OPEN, fingerprint, "", 0, err);
}

bool nh_origin_is_open(struct nh_journal *journal, const char *fingerprint)
{
    struct nh_buf text = {0};
    bool found = !nh_note_read(journal, NH_SECTION_OPEN, fingerprint, &text, NULL);
    nh_buf_reset(&text);
    return found;
}

/* The name of the note, in the form of a fingerprint. */
static bool portal_key(const char *site, const char *fingerprint, char out[96])
{
    if (*site)
        return nh_hash_fingerprint(site, strlen(site), out);
    memcpy(out, fingerprint, 96);
    return true;
}

char *nh_origin_portal(struct nh_journal *journal, const char *site, const char *fingerprint)
{
    struct nh_buf text = {.limit = NH_PORTAL_MAX};
    char key[96];
    bool found = portal_key(site, fingerprint, key) &&
                 !nh_note_read(journal, NH_SECTION_PORTALS, key, &text, NULL);
    bool sound = found && text.length && nh_utf8_valid((const char *)text.data, text.length);
    char *address = sound ? strndup((const char *)text.data, text.length) : strdup("");
    nh_buf_reset(&text);
    return address;
}

enum nh_status nh_origin_portal_keep(struct nh_journal *journal, const char *site,
                                     const char *fingerprint, const char *address,
                                     struct nh_error *err)
{
    char key[96];
    if (!portal_key(site, fingerprint, key))
        return nh_fail(err, NH_NSS, NULL,
                       "The address can't be saved, because NSS can't compute a hash.");
    return nh_note_write(journal, NH_SECTION_PORTALS, key, address, strlen(address), err);
}
