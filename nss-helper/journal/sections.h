/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The sections of a journal, each a folder: name, content, and how long files are kept. All code
 * asks this table, and FILES in the manual repeats it.
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
    NH_SECTIONS /* number of sections */
};

/* The most copies listed for one certificate; then the oldest is dropped. */
#define NH_COPIES_MOST 256

/* Days for which a removed certificate whose backup is missing is still listed. */
#define NH_RESTORABLE_DAYS 30

struct nh_section_row {
    const char *folder, *ending; /* file extension; "" for several or none */
    const char *holds, *stays;   /* sentences for the manual */
    long seconds;                /* older files are ignored; 0: no limit */
};

const struct nh_section_row *nh_section(enum nh_section section);

#endif
