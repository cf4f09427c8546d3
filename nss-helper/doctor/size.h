/* SPDX-License-Identifier: MPL-2.0 */
/* Room on a disk, as file managers show it. */
#ifndef NH_DOCTOR_SIZE_H
#define NH_DOCTOR_SIZE_H

#define NH_SIZE_TEXT 24

/* "83 GB", "4.2 MB", "17 kB": 1000 bytes are a kB. Rounded down, and `text` itself. */
const char *nh_size_text(unsigned long long bytes, char text[NH_SIZE_TEXT]);

#endif
