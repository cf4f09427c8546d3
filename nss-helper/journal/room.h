/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Room on the disk for the response that a job waits for: reserved before its key is
 * made, so that a disk that fills up meanwhile does not lose the certificate. It is a
 * file "JOB.space" in the spool's folder; a response that arrives is written into it.
 */
#ifndef NH_JOURNAL_ROOM_H
#define NH_JOURNAL_ROOM_H

#include "base/buf.h"
#include "base/status.h"
#include "journal/job.h"

/* Bytes of it: the largest response, and where it came from. */
#define NH_ROOM_SIZE (NH_BUF_LIMIT + NH_SITE_SIZE)

/* Reserve room for the largest response that is taken. NH_NO_SPACE; then nothing is left. */
enum nh_status nh_room_keep(struct nh_journal *journal, const char *job, struct nh_error *err);

/* Use any job's room for the file `path` in the same folder: a descriptor, locked for
   this process, or -1 when there is no room. */
int nh_room_take(struct nh_journal *journal, const char *path);

/* Room for each job that wants it (nh_job_wants_room), as far as the disk has it, and none for
   others. */
void nh_room_balance(struct nh_journal *journal);

#endif
