/* SPDX-License-Identifier: MPL-2.0 */
/* Notes about a certificate that a disk has damaged count as absent: nothing of them may go into
   a message or a list. */
#include "fixture.h"
#include "journal/enrolment.h"
#include "journal/note.h"
#include "journal/origin.h"
#include "revocation/heard.h"

#define SIXTEEN "AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89"
#define FINGERPRINT SIXTEEN ":" SIXTEEN

static struct nh_journal *journal;

static int begin(void **state)
{
    if (enter_folder(state) < 0)
        return -1;
    journal = open_journal("/profiles/notes");
    return 0;
}

static int end(void **state)
{
    nh_journal_close(&journal);
    return leave_folder(state);
}

static void note(enum nh_section section, const char *text)
{
    assert_int_equal(nh_note_write(journal, section, FINGERPRINT, text, strlen(text), &err), NH_OK);
}

static void the_site_of_a_certificate_is_one(void **state)
{
    static const struct {
        const char *kept, *read;
    } cases[] = {
        {"https://a.example", "https://a.example"},
        {"https://\xe3.example", ""},
        {"https://a.example\n", ""},
        {"https://a.example/", ""},
    };
    struct nh_jobs none = {0};
    char site[NH_SITE_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        note(NH_SECTION_ORIGINS, cases[i].kept);
        nh_origin_site(journal, &none, FINGERPRINT, site);
        assert_string_equal(site, cases[i].read);
    }
}

static void the_address_of_a_portal_is_text(void **state)
{
    static const char *const cases[][2] = {
        {"https://a.example/\xc3\xa9", "https://a.example/\xc3\xa9"},
        {"https://a.example/\xc3", ""}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        note(NH_SECTION_PORTALS, cases[i][0]);
        char *address = nh_origin_portal(journal, "", FINGERPRINT);
        assert_string_equal(address, cases[i][1]);
        free(address);
    }
}

/* The last second that the format can express, and the one after it. */
static void what_was_heard_has_a_time(void **state)
{
    static const struct {
        const char *text;
        bool holds;
    } cases[] = {
        {"OCSP keyCompromise 253402300799 1 1", true},
        {"OCSP keyCompromise 253402300800 1 1", false},
        {"OCSP keyCompromise 1 253402300800 1", false},
        {"OCSP keyCompromise 1 1 253402300800", false},
        {"OCSP keyCompromise 0 0 0", true},
        {"OCSP keyCompromise -1 0 0", false},
        {"OCSP keyCompromise 1 1", true},
        {"OCSP keyCompromise 1", false},
    };
    struct nh_revocation heard;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        note(NH_SECTION_REVOKED, cases[i].text);
        if (nh_heard_read(journal, FINGERPRINT, &heard) != cases[i].holds)
            fail_msg("%s", cases[i].text);
    }
}

static void an_enrolment_is_text(void **state)
{
    static const char *const ids[] = {"20261123T043808-9f2c41d07a33",
                                      "20261123T043808-9f2c41d07a34"};
    static const char form[] =
        "{\"server\":\"https://%s.example\",\"csr\":\"AAAA\",\"retry\":\"2026-11-23T04:38:08Z\"}";
    static const char *const names[] = {"a", "\xc3"};
    char text[256], *made = NULL;
    (void)state;
    assert_int_equal(nh_journal_make(journal, NH_SECTION_ENROLMENTS, &made, &err), NH_OK);
    free(made);
    for (size_t i = 0; i < 2; i++) {
        struct nh_enrolment enrolment = {.server = NULL};
        int length = snprintf(text, sizeof text, form, names[i]);
        assert_int_equal(
            nh_journal_write(journal, NH_SECTION_ENROLMENTS, ids[i], text, (size_t)length, &err),
            NH_OK);
        assert_int_equal(nh_enrolment_load(journal, ids[i], &enrolment, &err),
                         i ? NH_BAD_DATA : NH_OK);
        nh_enrolment_reset(&enrolment);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_site_of_a_certificate_is_one),
        cmocka_unit_test(the_address_of_a_portal_is_text),
        cmocka_unit_test(what_was_heard_has_a_time),
        cmocka_unit_test(an_enrolment_is_text),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
