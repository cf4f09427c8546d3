/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/sections.h"

#include "journal/states.h"

#define TEXT(number) QUOTE(number)
#define QUOTE(number) #number

/* "answers" keeps the name that it had in version 0.1.0: a host of that version may run on while
   the program is updated, and a response that is given out once must never lie where the other
   of the two does not look. */
static const struct nh_section_row rows[NH_SECTIONS] = {
    [NH_SECTION_JOBS] = {"jobs", ".json",
                         "The journal itself: one record for each issuance, without keys.",
                         "The records stay."},
    [NH_SECTION_RESPONSES] = {"answers", "",
                              "What a CA has sent and is not installed yet, and disk space for "
                              "what is awaited.",
                              "It goes when it is installed, saved or forgotten; the space, "
                              "4 MiB for a request, after " TEXT(NH_ROOM_DAYS) " days."},
    [NH_SECTION_ENROLMENTS] = {"enrolments", ".json",
                               "Addresses, anchors and requests of EST servers, without passwords.",
                               "They stay until the request is forgotten."},
    [NH_SECTION_CERTIFICATES] = {"certificates", ".pem",
                                 "Public certificates that were installed, to import them again "
                                 "after \"Refresh Firefox\".",
                                 "They stay."},
    [NH_SECTION_COPIES] = {"copies", ".json", "Where backups, exports and copies were written.",
                           "The newest " TEXT(NH_COPIES_MOST) " for each certificate stay."},
    [NH_SECTION_ORIGINS] = {"origins", ".url",
                            "The sites of certificates that came together with their keys.",
                            "They stay."},
    [NH_SECTION_PORTALS] = {"portals", ".url", "The addresses of portals, as you entered them.",
                            "They stay."},
    [NH_SECTION_REMOVALS] = {"removals", ".der", "Public certificates that are being removed.",
                             "They go when the removal is complete."},
    [NH_SECTION_REVOKED] = {"revoked", ".txt", "Certificates that their CA has revoked.",
                            "They stay unless the CA takes it back."},
    [NH_SECTION_STATUS] = {"status", "", "What OCSP servers and CRLs said, as it came.",
                           "It goes after a day.", 24 * 3600L},
};

const struct nh_section_row *nh_section(enum nh_section section)
{
    return &rows[section];
}
