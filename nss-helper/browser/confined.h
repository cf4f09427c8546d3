/* SPDX-License-Identifier: MPL-2.0 */
/* What a program that works on one profile may still do: PROTOCOL.md, "What the host and the
   command can do". */
#ifndef NH_BROWSER_CONFINED_H
#define NH_BROWSER_CONFINED_H

struct nh_confined;

/* What a request or a command needs beside the profile and the records. */
enum nh_need {
    NH_NEED_NET = 1,      /* connections */
    NH_NEED_HOME = 2,     /* to read all files of the person */
    NH_NEED_FOLDER = 4,   /* that, and to write to the download folder */
    NH_NEED_PROFILES = 8, /* all profiles of this person */
    NH_NEED_PROGRAMS = 16 /* other programs */
};

/*
 * Confine this process for good to the profile in the folder `profile`, the records, `needs` and
 * what the caller has put in *stays (machine/confine.h). First an attendant is started, which opens
 * windows from then on (machine/errands.h).
 */
void nh_profile_confine(const char *profile, unsigned needs, struct nh_confined *stays);

#endif
