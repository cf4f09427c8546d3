#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# The hardening of the finished programs, read from the programs themselves. A program without any of it
# is found to lack each.
# shellcheck source-path=SCRIPTDIR/../cli
. "$(dirname "$0")/../cli/lib.sh"

elf() { LC_ALL=C readelf -W "$@"; }
is_pie() { elf -h "$1" | grep -q 'Type: *DYN' && elf -d "$1" | grep -q 'FLAGS_1.*PIE'; }
has_relro() { elf -l "$1" | grep -q GNU_RELRO; }
binds_at_start() { elf -d "$1" | grep -qE 'BIND_NOW|FLAGS_1.*NOW'; }
runs_no_stack() { elf -l "$1" | grep -qE 'GNU_STACK.* RW +0x'; }
# No segment is both writable and executable.
runs_nothing_written() { ! elf -l "$1" | grep -q 'LOAD.* RWE '; }
guards_its_stack() { elf --dyn-syms "$1" | grep -q '__stack_chk_fail'; }
checks_its_buffers() { elf --dyn-syms "$1" | grep -q '__[a-z]*_chk@'; }
# Where the processor supports it, no indirect jump can go into the middle of a function.
guards_its_jumps() { objdump -d --no-show-raw-insn "$1" | grep -A1 '<main>:' | grep -qE "$landing"; }
case $(uname -m) in
x86_64) landing=endbr64 unguarded=-fcf-protection=none ;;
aarch64) landing='paciasp|bti' unguarded=-mbranch-protection=none ;;
*) landing='' unguarded='' ;;
esac
lacks() { ! "$1" bare; }
names_no_folder_to_load_from() { ! elf -d "$1" | grep -qE 'RPATH|RUNPATH'; }

traits=(is_pie has_relro binds_at_start runs_no_stack runs_nothing_written guards_its_stack
    checks_its_buffers names_no_folder_to_load_from ${landing:+guards_its_jumps})

for program in nss-helper nss-helper-host; do
    for trait in "${traits[@]}"; do
        check "$program: ${trait//_/ }" "$trait" "$root/${B:-build}/$program"
    done
done

cat >bare.c <<'END'
#include <stdio.h>
__asm__(".section .both,\"awx\"\n.byte 0\n.text\n");
int main(int count, char **words) { char line[80]; sprintf(line, "%s", words[count - 1]); return puts(line) < 0; }
END
# shellcheck disable=SC2086
cc -w -O2 -U_FORTIFY_SOURCE -fno-stack-protector $unguarded -fno-pie -no-pie -o bare bare.c \
    -Wl,-z,lazy,-z,norelro,-z,execstack,-rpath,/nowhere
for trait in "${traits[@]}"; do
    check "a bare program is seen not to be so: ${trait//_/ }" lacks "$trait"
done

# The flags are for this compiler, and a distribution's own are left as they are.
flags_of() { make -s -n -B -C "$root" V=1 B=elsewhere elsewhere/obj/nss-helper/base/hex.o "$@" | tr ' ' '\n' | grep FORTIFY; }
is 'the highest level of this C library' "$(flags_of)" "$(printf '%s\n' -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)"
is "a level that CFLAGS has stays alone" "$(flags_of CFLAGS='-O2 -D_FORTIFY_SOURCE=2')" -D_FORTIFY_SOURCE=2
is "…and one that CPPFLAGS has" "$(flags_of CPPFLAGS=-D_FORTIFY_SOURCE=2)" -D_FORTIFY_SOURCE=2
done_testing
