/* SPDX-License-Identifier: MPL-2.0 */
/* By hand, as sshd does it: a list of numbers needs no library. */
#include "machine/syscalls.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__) && !defined(__ILP32__)
#define PROCESSOR AUDIT_ARCH_X86_64
#define OTHER_NUMBERS 0x40000000 /* those of x32 */
#elif defined(__i386__)
#define PROCESSOR AUDIT_ARCH_I386
#elif defined(__aarch64__)
#define PROCESSOR AUDIT_ARCH_AARCH64
#elif defined(__arm__)
#define PROCESSOR AUDIT_ARCH_ARM
#elif defined(__riscv) && __riscv_xlen == 64
#define PROCESSOR AUDIT_ARCH_RISCV64
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
#define PROCESSOR AUDIT_ARCH_PPC64LE
#elif defined(__s390x__)
#define PROCESSOR AUDIT_ARCH_S390X
#endif

/* LeakSanitizer stops this process from one of its own. */
#ifdef __SANITIZE_ADDRESS__
#define IS_WATCHED true
#else
#define IS_WATCHED false
#endif

/* Numbers that some processors lack. */
#ifndef SYS_open_by_handle_at
#define SYS_open_by_handle_at (-1)
#endif
#ifndef SYS_kexec_file_load
#define SYS_kexec_file_load (-1)
#endif
#ifndef SYS_fork
#define SYS_fork (-1)
#define SYS_vfork (-1)
#endif
#ifndef SYS_accept
#define SYS_accept (-1)
#endif
#ifndef SYS_umount
#define SYS_umount (-1)
#endif

static const int never[] = {SYS_process_vm_readv,
                            SYS_process_vm_writev,
                            SYS_pidfd_getfd,
                            SYS_kcmp,
                            SYS_kill,
                            SYS_tkill,
                            SYS_rt_sigqueueinfo,
                            SYS_rt_tgsigqueueinfo,
                            SYS_pidfd_send_signal,
                            SYS_process_madvise,
                            SYS_mount,
                            SYS_umount,
                            SYS_umount2,
                            SYS_pivot_root,
                            SYS_chroot,
                            SYS_open_tree,
                            SYS_move_mount,
                            SYS_fsopen,
                            SYS_fsconfig,
                            SYS_fsmount,
                            SYS_fspick,
                            SYS_mount_setattr,
                            SYS_unshare,
                            SYS_setns,
                            SYS_swapon,
                            SYS_swapoff,
                            SYS_quotactl,
                            SYS_acct,
                            SYS_open_by_handle_at,
                            SYS_kexec_load,
                            SYS_kexec_file_load,
                            SYS_init_module,
                            SYS_finit_module,
                            SYS_delete_module,
                            SYS_bpf,
                            SYS_perf_event_open,
                            SYS_userfaultfd,
                            SYS_add_key,
                            SYS_request_key,
                            SYS_keyctl,
                            SYS_io_uring_setup,
                            SYS_io_uring_enter,
                            SYS_io_uring_register,
                            SYS_settimeofday,
                            SYS_clock_settime,
                            SYS_clock_adjtime,
                            SYS_adjtimex,
                            SYS_reboot,
                            SYS_sethostname,
                            SYS_setdomainname,
                            SYS_syslog,
                            SYS_vhangup,
                            SYS_personality,
                            SYS_fanotify_init,
                            SYS_mknodat};
static const int to_start[] = {SYS_execve, SYS_execveat, SYS_fork, SYS_vfork};
static const int to_speak[] = {SYS_connect, SYS_listen,  SYS_accept,
                               SYS_accept4, SYS_sendmsg, SYS_sendmmsg};
#define COUNT(list) (sizeof(list) / sizeof *(list))

#if defined(PROCESSOR) && defined(SECCOMP_RET_ERRNO)

struct program {
    struct sock_filter steps[256];
    unsigned short count;
};

static void add(struct program *to, uint16_t code, uint8_t if_so, uint8_t if_not, uint32_t value)
{
    if (to->count < COUNT(to->steps))
        to->steps[to->count++] = (struct sock_filter){code, if_so, if_not, value};
}

static void add_answer(struct program *to, int error)
{
    add(to, BPF_RET | BPF_K, 0, 0, error ? SECCOMP_RET_ERRNO | (uint32_t)error : SECCOMP_RET_ALLOW);
}

static void load(struct program *to, size_t offset)
{
    add(to, BPF_LD | BPF_W | BPF_ABS, 0, 0, (uint32_t)offset);
}

/* The lower half of an argument. */
static size_t offset_of(unsigned argument)
{
    const union {
        uint32_t number;
        uint8_t first;
    } one = {.number = 1};
    return offsetof(struct seccomp_data, args) + argument * 8 + (one.first ? 0 : 4);
}

static void refuse(struct program *to, int number, int error)
{
    if (number < 0)
        return;
    add(to, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, (uint32_t)number);
    add_answer(to, error);
}

static void refuse_all(struct program *to, const int *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        refuse(to, numbers[i], EPERM);
}

/* Other numbers than those of this processor are of no use to it. */
static void begin(struct program *to)
{
    load(to, offsetof(struct seccomp_data, arch));
    add(to, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, PROCESSOR);
    add_answer(to, EPERM);
    load(to, offsetof(struct seccomp_data, nr));
#ifdef OTHER_NUMBERS
    add(to, BPF_JMP | BPF_JGE | BPF_K, 0, 1, OTHER_NUMBERS);
    add_answer(to, EPERM);
#endif
}

/* A thread is none; the C library takes the older call where the newer one is not there, whose
   flags can't be seen here. */
static void refuse_processes(struct program *to)
{
#ifdef __s390x__
    const unsigned flags = 1;
#else
    const unsigned flags = 0;
#endif
    refuse_all(to, to_start, COUNT(to_start));
    if (IS_WATCHED)
        return;
    refuse(to, SYS_clone3, ENOSYS);
    add(to, BPF_JMP | BPF_JEQ | BPF_K, 0, 4, SYS_clone);
    load(to, offset_of(flags));
    add(to, BPF_JMP | BPF_JSET | BPF_K, 0, 1, CLONE_THREAD);
    add_answer(to, 0);
    add_answer(to, EPERM);
}

/* A signal is for this process alone: it ends itself with one. */
static void refuse_signals(struct program *to)
{
    add(to, BPF_JMP | BPF_JEQ | BPF_K, 0, 4, SYS_tgkill);
    load(to, offset_of(0));
    add(to, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, (uint32_t)getpid());
    add_answer(to, 0);
    add_answer(to, EPERM);
}

/* Of a local socket only its name is used, machine/seat.h. */
static void refuse_sockets(struct program *to, bool net)
{
    static const int families[] = {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK};
    size_t count = net ? COUNT(families) : 1;
#ifdef SYS_socket
    add(to, BPF_JMP | BPF_JEQ | BPF_K, 0, (uint8_t)(2 * count + 2), SYS_socket);
    load(to, offset_of(0));
    for (size_t i = 0; i < count; i++) {
        add(to, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, (uint32_t)families[i]);
        add_answer(to, 0);
    }
    add_answer(to, EPERM);
#endif
    if (!net)
        refuse_all(to, to_speak, COUNT(to_speak));
}

bool nh_syscalls_can(void)
{
    const uint32_t answer = SECCOMP_RET_ERRNO;
    return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &answer) == 0;
}

bool nh_syscalls_deny(bool net, bool programs)
{
    struct program program = {.count = 0};
    begin(&program);
    refuse_all(&program, never, COUNT(never));
    if (!IS_WATCHED)
        refuse(&program, SYS_ptrace, EPERM);
    if (!programs) {
        refuse_processes(&program);
        refuse_signals(&program);
    }
    refuse_sockets(&program, net);
    add_answer(&program, 0);
    const struct sock_fprog filter = {.len = program.count, .filter = program.steps};
    return program.count < COUNT(program.steps) &&
           syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter) == 0;
}

#else

bool nh_syscalls_can(void)
{
    return false;
}

bool nh_syscalls_deny(bool net, bool programs)
{
    (void)net;
    (void)programs;
    return false;
}

#endif
