/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Disk space for the response that a job waits for. It is reserved before the key is created, so
 * that the response can be stored even if the disk fills up meanwhile. It is a file "JOB.space" in
 * the spool's folder, into which a response is written.
 */
#ifndef NH_JOURNAL_ROOM_H
#define NH_JOURNAL_ROOM_H

#include "base/buf.h"
#include "base/status.h"
#include "journal/job.h"

/* Bytes: the largest response, and its site. */
#define NH_ROOM_SIZE (NH_BUF_LIMIT + NH_SITE_SIZE)

/* Reserve space for the largest response. NH_NO_SPACE, which leaves nothing behind,
   NH_CANT_CREATE. */
enum nh_status nh_room_keep(struct nh_journal *journal, const char *job, struct nh_error *err);

/* Use the space of any job for the file `path` in the same folder. Returns a descriptor, locked for
   this process, which the caller closes, or -1 when no space is reserved. */
int nh_room_take(struct nh_journal *journal, const char *path);

/* Reserve space for each job that needs it (nh_job_wants_room), as far as the disk allows, and free
   that of others. */
void nh_room_balance(struct nh_journal *journal);

#endif
