/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The sections of a profile's journal, each a folder in it: what it is called, what it holds and
 * how long. Who opens, sweeps or checks them asks this table, and FILES in the manual is the
 * same.
 */
#ifndef NH_JOURNAL_SECTIONS_H
#define NH_JOURNAL_SECTIONS_H

enum nh_section {
    NH_SECTION_JOBS,
    NH_SECTION_RESPONSES,
    NH_SECTION_ENROLMENTS,
    NH_SECTION_CERTIFICATES,
    NH_SECTION_COPIES,
    NH_SECTION_ORIGINS,
    NH_SECTION_PORTALS,
    NH_SECTION_REMOVALS,
    NH_SECTION_REVOKED,
    NH_SECTION_STATUS,
    NH_SECTIONS /* how many */
};

/* Of one certificate, more than anybody makes: then the oldest goes. */
#define NH_COPIES_MOST 256

struct nh_section_row {
    const char *folder, *ending; /* of its files; "" where they have several, or none */
    const char *holds, *stays;   /* sentences for the manual */
    long seconds;                /* a file that is older is not used any more; 0: at any age */
};

const struct nh_section_row *nh_section(enum nh_section section);

#endif
