/* SPDX-License-Identifier: MPL-2.0 */
/* Processes of this user, and the files that they have open, as /proc tells. */
#ifndef NH_MACHINE_PROCESS_H
#define NH_MACHINE_PROCESS_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* The process that has the file open, whatever its own name for it (Flatpak's differ); or
   0. Programs of this project don't count. */
pid_t nh_process_holding(const char *path);

#define NH_AT_PIPES_MAX 8

/* How many other processes have both of these pipes open, and which; 0 where one of the two
   is no pipe. Programs of this project don't count. */
size_t nh_process_at_pipes(int in, int out, pid_t pids[NH_AT_PIPES_MAX]);

/* The folder of a file called `name` that the process has open. */
bool nh_process_holds(pid_t pid, const char *name, char folder[PATH_MAX]);

/* The folder of its program, allocated; NULL when it can't be told. */
char *nh_process_folder(pid_t pid);

#endif
