/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A program gives up what it does not need, before it reads what strangers wrote: then a fault in
 * how it reads is not the whole user. Where the kernel can't do a part of it, the rest is done; no
 * failure is told.
 */
#ifndef NH_MACHINE_CONFINE_H
#define NH_MACHINE_CONFINE_H

#include <stdbool.h>
#include <stddef.h>

#define NH_CONFINED_PATHS 128

/* What stays. Paths are the caller's, until nh_confine has returned. */
struct nh_confined {
    const char *read[NH_CONFINED_PATHS];   /* in the home: files, and folders with all in them */
    const char *write[NH_CONFINED_PATHS];  /* there or elsewhere; these can be read, too */
    const char *remove[NH_CONFINED_PATHS]; /* folders: files in them can be removed, not read */
    size_t reads, writes, removes;
    bool home;     /* all of the home can be read */
    bool net;      /* connections */
    bool programs; /* other programs can be started; all of the home can be read, too */
};

/* Add a path; NULL, or one too many, is left out. */
void nh_confined_read(struct nh_confined *it, const char *path);
void nh_confined_write(struct nh_confined *it, const char *path);
void nh_confined_remove(struct nh_confined *it, const char *path);

/* Limits of this process, and of what it starts: no new rights by programs that have them, no
   core file, and no more memory, descriptors and bytes of a file than it ever needs. */
void nh_confine_limits(void);

/* For good. What lies outside the home can be read whatever is said; libraries that are in use, and
   their neighbours, are never out of reach. */
void nh_confine(struct nh_confined *it);

/* Can this kernel keep a program from files, and from system calls? */
bool nh_confine_can_files(void);
bool nh_confine_can_calls(void);

#endif
