/* SPDX-License-Identifier: MPL-2.0 */
/* The kernel's Landlock, landlock(7): which files this process may still reach. */
#ifndef NH_MACHINE_LANDLOCK_H
#define NH_MACHINE_LANDLOCK_H

#include <stdbool.h>

/* 0 where the kernel has none, or none that is of use here. */
int nh_landlock_version(void);

enum nh_landlock_right {
    NH_LANDLOCK_READ,   /* files and folders */
    NH_LANDLOCK_WRITE,  /* read, and make, change and remove files and folders */
    NH_LANDLOCK_FILL,   /* read and write what is there: a device */
    NH_LANDLOCK_REMOVE, /* remove files */
    NH_LANDLOCK_RUN,    /* read, and start programs */
};

/*
 * Begin a list of what stays allowed; all else will not. `net`: connections by TCP stay, too. A
 * descriptor that nh_landlock_end closes, or -1 where there is no Landlock.
 */
int nh_landlock_begin(bool net);

/* What lies at `path`, seen from the folder `at` (AT_FDCWD), and below it. `follow`: also behind a
   link in its last name. What is not there is left out. */
void nh_landlock_allow(int list, int at, const char *path, bool follow,
                       enum nh_landlock_right right);

/* From now on, for this thread and all that it starts. False when the kernel would not. */
bool nh_landlock_end(int list);

#endif
