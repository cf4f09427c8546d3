/* SPDX-License-Identifier: MPL-2.0 */
/* Sizes on a disk, as file managers show them. */
#ifndef NH_DOCTOR_SIZE_H
#define NH_DOCTOR_SIZE_H

#define NH_SIZE_TEXT 24

/* Write "83 GB", "4.2 MB" or "17 kB", where 1 kB is 1000 bytes, rounded down. Returns `text`. */
const char *nh_size_text(unsigned long long bytes, char text[NH_SIZE_TEXT]);

#endif
