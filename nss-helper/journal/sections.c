/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/sections.h"

#include "journal/bounds.h"
#include "journal/states.h"

#define TEXT(number) QUOTE(number)
#define QUOTE(number) #number

/* "answers" is the name of version 0.1.0 for responses. A host of that version may still be running
   during an update, and both must find every response in the same folder. */
static const struct nh_section_row rows[NH_SECTIONS] = {
    [NH_SECTION_JOBS] = {"jobs", ".json",
                         "The journal itself: one record for each request, without keys.",
                         "A record goes to \"ended\" when its request has ended."},
    [NH_SECTION_ENDED] = {"ended", ".json", "The records of requests that have ended.",
                          "They stay."},
    [NH_SECTION_RESPONSES] = {"answers", "",
                              "Responses of CAs that are not installed yet, and disk space that "
                              "is reserved for others.",
                              "They go when they are installed, saved or forgotten. Those that "
                              "nobody asked for go after " TEXT(
                                  NH_UNASKED_DAYS) " days; reserved space, 4 MiB for "
                                                   "each request, after " TEXT(
                                                       NH_ROOM_DAYS) " days."},
    [NH_SECTION_ENROLMENTS] = {"enrolments", ".json",
                               "Addresses, root certificates and requests for EST servers, without "
                               "passwords.",
                               "They stay until the request is forgotten."},
    [NH_SECTION_CERTIFICATES] = {"certificates", ".pem",
                                 "Public certificates that were installed, to import them again "
                                 "after \"Refresh Firefox\".",
                                 "They stay."},
    [NH_SECTION_COPIES] = {"copies", ".json", "Where backups, exports and copies were written.",
                           "The newest " TEXT(NH_COPIES_MOST) " for each certificate stay."},
    [NH_SECTION_OPEN] = {"open", ".txt",
                         "Certificates whose key came in a file that anybody could open.",
                         "They stay."},
    [NH_SECTION_ORIGINS] = {"origins", ".url", "The sites that certificates came from.",
                            "They stay."},
    [NH_SECTION_PORTALS] = {"portals", ".url", "The addresses of portals, as you entered them.",
                            "They stay."},
    [NH_SECTION_REMOVALS] = {"removals", ".der", "Public certificates that are being removed.",
                             "They go when the removal is complete."},
    [NH_SECTION_RESTORABLE] =
        {"restorable", ".der",
         "Public certificates that were removed and can be restored from a "
         "backup.",
         "They go when the certificate is back, and " TEXT(
             NH_RESTORABLE_DAYS) " days after the removal if the backup is gone."},
    [NH_SECTION_REVOKED] = {"revoked", ".txt", "Certificates that their CA has revoked.",
                            "They stay; one on hold goes when the CA lifts the hold."},
    [NH_SECTION_GOOD] = {"good", ".txt",
                         "When the CA of each certificate last said that it is not revoked.",
                         "They stay."},
    [NH_SECTION_STATUS] = {"status", "", "Answers of OCSP servers and CRLs, as they came.",
                           "They go after a day; the newest stay, 128 MiB at most.", 24 * 3600L},
    [NH_SECTION_TOLD] = {"told", ".txt", "Renewals that need you, and that the desktop has shown.",
                         "They go when the certificate is renewed."},
};

const struct nh_section_row *nh_section(enum nh_section section)
{
    return &rows[section];
}
