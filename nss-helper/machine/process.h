/* SPDX-License-Identifier: MPL-2.0 */
/* Processes of this user and their open files, from /proc. */
#ifndef NH_MACHINE_PROCESS_H
#define NH_MACHINE_PROCESS_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* The pid of a process that has this file open, or 0. Files are compared by inode, as paths differ
   in a Flatpak. Programs of this project don't count. */
pid_t nh_process_holding(const char *path);

#define NH_AT_PIPES_SIZE 8

/* The pids of other processes that have both pipes open; returns their number, 0 if `in` or `out`
   is not a pipe. Programs of this project don't count. */
size_t nh_process_at_pipes(int in, int out, pid_t pids[NH_AT_PIPES_SIZE]);

/* The folder of a file with this name that the process has open. False without one. */
bool nh_process_holds(pid_t pid, const char *name, char folder[PATH_MAX]);

/* The folder of the process's program, allocated; NULL when unknown. */
char *nh_process_folder(pid_t pid);

#endif
