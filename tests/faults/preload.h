/* SPDX-License-Identifier: MPL-2.0 */
/* What libraries that stand in front of the C library (LD_PRELOAD) have in common. */
#ifndef NH_PRELOAD_H
#define NH_PRELOAD_H

#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/types.h>

/* The next function of this name, which ours replaces. */
#define REAL(name) ((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))

/* Declares `mode`, which a call of open has only if its flags say so. */
#define MODE_OF(flags, mode)                                                                       \
    mode_t mode = 0;                                                                               \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                                                         \
        va_list list;                                                                              \
        va_start(list, flags);                                                                     \
        mode = va_arg(list, mode_t);                                                               \
        va_end(list);                                                                              \
    }

#endif
