/* SPDX-License-Identifier: MPL-2.0 */
/* Commands that a person can copy. All are allocated; NULL without memory. */
#ifndef NH_DOCTOR_CURE_H
#define NH_DOCTOR_CURE_H

/* "COMMAND 'PATH'". */
char *nh_cure_on(const char *command, const char *path);

/* "mv 'PATH' 'PATH'.old". */
char *nh_cure_move(const char *path);

/* "nss-helper VERB WORD --profile FOLDER"; `word` may be NULL. */
char *nh_cure_command(const char *verb, const char *word, const char *profile_path);

#endif
