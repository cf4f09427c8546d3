/* SPDX-License-Identifier: MPL-2.0 */
/* Answers about revocation that are kept for a day, as they came: each is judged again. */
#ifndef NH_ANSWERS_H
#define NH_ANSWERS_H

#include <stdbool.h>
#include <time.h>

struct nh_buf;

#define NH_ANSWER_NAME 72 /* a hash and a kind */
#define NH_ANSWER_SECONDS (24 * 3600)

/* Their folder beside the profile's journal, allocated, made if missing; NULL: there is none,
   and nothing can be kept. */
char *nh_answers_folder(const char *profile_path);

/* One that came within the last NH_ANSWER_SECONDS; *came says when. */
bool nh_answer_load(const char *folder, const char *name, struct nh_buf *out, time_t *came);

/* Keep one, and let go of those that are too old. Where that fails it is asked for again. */
void nh_answer_keep(const char *folder, const char *name, const struct nh_buf *answer);

#endif
