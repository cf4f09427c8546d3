/* SPDX-License-Identifier: MPL-2.0 */
/* The kernel's seccomp(2): which system calls this process may still make. */
#ifndef NH_MACHINE_SYSCALLS_H
#define NH_MACHINE_SYSCALLS_H

#include <stdbool.h>

/* Has this kernel, on this kind of processor, what nh_syscalls_deny uses? */
bool nh_syscalls_can(void);

/*
 * From now on, all threads of this process and what they start are refused what no part of it
 * needs: to look into other processes or signal them, to change mounts, namespaces, the kernel,
 * its keys or its clock; unless `net`, to speak to anybody by a new socket; unless `programs`, to
 * start a process. False when the kernel would not.
 */
bool nh_syscalls_deny(bool net, bool programs);

#endif
