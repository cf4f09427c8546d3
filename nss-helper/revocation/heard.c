/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/heard.h"

#include "base/buf.h"
#include "journal/note.h"

#include <stdio.h>
#include <string.h>

#define NOTE_SIZE 128
#define LAST_SECOND 253402300799 /* of the year 9999: no text says a later one */

static bool is_time(long long time)
{
    return time >= 0 && time <= LAST_SECOND;
}

/* "BY REASON SINCE ASKED SAID", the times in seconds since 1970. */
static void write_note(struct nh_journal *journal, const char *fingerprint,
                       const struct nh_revocation *revocation)
{
    char text[NOTE_SIZE];
    int length = snprintf(text, sizeof text, "%s %s %lld %lld %lld\n", revocation->by,
                          revocation->reason, (long long)revocation->since,
                          (long long)revocation->asked, (long long)revocation->said);
    nh_note_write(journal, NH_SECTION_REVOKED, fingerprint, text, (size_t)length, NULL);
}

/* A damaged note is ignored. Version 0.1.0 did not store when the CA said it: at the latest when it
   was asked. */
static bool parse(const char *text, struct nh_revocation *out)
{
    char by[5], reason[32];
    long long since = 0, asked = 0, said = 0;
    int fields = sscanf(text, "%4s %31s %lld %lld %lld", by, reason, &since, &asked, &said);
    if (fields < 4 || !is_time(since) || !is_time(asked) || !is_time(said))
        return false;
    *out = (struct nh_revocation){.state = NH_REVOCATION_REVOKED,
                                  .by = strcmp(by, "CRL") == 0 ? "CRL" : "OCSP",
                                  .asked = asked,
                                  .said = fields == 5 ? said : asked,
                                  .since = since,
                                  .reason = nh_revocation_reason_named(reason)};
    return true;
}

static bool read_note(const struct nh_journal *journal, const char *fingerprint,
                      struct nh_revocation *out)
{
    struct nh_buf text = {.limit = NOTE_SIZE};
    bool read = !nh_note_read(journal, NH_SECTION_REVOKED, fingerprint, &text, NULL) &&
                nh_buf_terminate(&text) && parse((const char *)text.data, out);
    nh_buf_reset(&text);
    return read;
}

static bool is_hold(const struct nh_revocation *revocation)
{
    return strcmp(revocation->reason, "certificateHold") == 0;
}

bool nh_heard_is_lifted(const struct nh_revocation *revocation, time_t good)
{
    return revocation->state == NH_REVOCATION_REVOKED && is_hold(revocation) &&
           revocation->said < good;
}

/* A hold does not replace a final revocation; otherwise the later statement counts. */
static bool replaces(const struct nh_revocation *found, const struct nh_revocation *heard)
{
    if (found->state != NH_REVOCATION_REVOKED)
        return false;
    return is_hold(found) == is_hold(heard) ? found->said > heard->said : is_hold(heard);
}

/* The time of the last "good". */
static time_t read_good(const struct nh_journal *journal, const char *fingerprint)
{
    struct nh_buf text = {.limit = NOTE_SIZE};
    long long said = 0;
    if (nh_note_read(journal, NH_SECTION_GOOD, fingerprint, &text, NULL) ||
        !nh_buf_terminate(&text) || sscanf((const char *)text.data, "%lld", &said) != 1 ||
        !is_time(said))
        said = 0;
    nh_buf_reset(&text);
    return (time_t)said;
}

static void write_good(struct nh_journal *journal, const char *fingerprint, time_t said)
{
    char text[NOTE_SIZE];
    int length = snprintf(text, sizeof text, "%lld\n", (long long)said);
    if (said > read_good(journal, fingerprint))
        nh_note_write(journal, NH_SECTION_GOOD, fingerprint, text, (size_t)length, NULL);
}

bool nh_heard_read(const struct nh_journal *journal, const char *fingerprint,
                   struct nh_revocation *out)
{
    return read_note(journal, fingerprint, out) &&
           !nh_heard_is_lifted(out, read_good(journal, fingerprint));
}

/* An unreadable note counts as a revocation until the next check. */
bool nh_heard_revoked(const struct nh_journal *journal, const char *fingerprint)
{
    struct nh_buf text = {0};
    struct nh_revocation heard;
    bool there = !nh_note_read(journal, NH_SECTION_REVOKED, fingerprint, &text, NULL);
    nh_buf_reset(&text);
    return there && !(read_note(journal, fingerprint, &heard) &&
                      nh_heard_is_lifted(&heard, read_good(journal, fingerprint)));
}

time_t nh_heard_good(const char *profile_path, const char *fingerprint)
{
    struct nh_journal *journal = NULL;
    if (nh_journal_open(profile_path, &journal, NULL))
        return 0;
    time_t said = read_good(journal, fingerprint);
    nh_journal_close(&journal);
    return said;
}

/* Whether the stored revocation holds against this new result. */
static bool prevails(const struct nh_revocation *heard, const struct nh_revocation *found)
{
    bool lifts = found->state == NH_REVOCATION_GOOD && nh_heard_is_lifted(heard, found->said);
    return !lifts && !replaces(found, heard);
}

/* Store the "good" before the note that it lifts is removed. */
static void keep(struct nh_journal *journal, const char *fingerprint,
                 const struct nh_revocation *revocation)
{
    if (revocation->state == NH_REVOCATION_REVOKED)
        write_note(journal, fingerprint, revocation);
    if (revocation->state != NH_REVOCATION_GOOD)
        return;
    write_good(journal, fingerprint, revocation->said);
    nh_note_remove(journal, NH_SECTION_REVOKED, fingerprint);
}

static void weigh(struct nh_journal *journal, const char *fingerprint,
                  struct nh_revocation *revocation)
{
    struct nh_revocation heard;
    time_t good = read_good(journal, fingerprint);
    bool noted = read_note(journal, fingerprint, &heard) && !nh_heard_is_lifted(&heard, good);
    if (noted && prevails(&heard, revocation))
        *revocation = heard;
    else if (!nh_heard_is_lifted(revocation, good))
        keep(journal, fingerprint, revocation);
}

void nh_heard_weigh(const char *profile_path, const char *fingerprint,
                    struct nh_revocation *revocation)
{
    struct nh_journal *journal = NULL;
    if (nh_journal_open(profile_path, &journal, NULL))
        return;
    weigh(journal, fingerprint, revocation);
    nh_journal_close(&journal);
}
