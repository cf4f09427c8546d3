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
    NH_SECTION_ENDED,
    NH_SECTION_RESPONSES,
    NH_SECTION_ENROLMENTS,
    NH_SECTION_CERTIFICATES,
    NH_SECTION_COPIES,
    NH_SECTION_OPEN,
    NH_SECTION_ORIGINS,
    NH_SECTION_PORTALS,
    NH_SECTION_REMOVALS,
    NH_SECTION_RESTORABLE,
    NH_SECTION_REVOKED,
    NH_SECTION_GOOD,
    NH_SECTION_STATUS,
    NH_SECTION_TOLD,
    NH_SECTIONS /* how many */
};

/* Of one certificate, more than anybody makes: then the oldest goes. */
#define NH_COPIES_MOST 256

/* Days: so long it is told of a removed certificate that its backup is gone. */
#define NH_RESTORABLE_DAYS 30

struct nh_section_row {
    const char *folder, *ending; /* of its files; "" where they have several, or none */
    const char *holds, *stays;   /* sentences for the manual */
    long seconds;                /* a file that is older is not used any more; 0: at any age */
};

const struct nh_section_row *nh_section(enum nh_section section);

#endif
