/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Programs for the tests, with one durable step left out. The Makefile (forgetful) writes
 * MUTANT(…) around the name of each function that syncs or renames, where it is called
 * in a copy of the sources, and the environment says which call is not made:
 *
 *   NH_MUTANT="nss-helper/spool.c:96 fsync"   this one; it answers 0, "done"
 *   NH_MUTANT="state sent"                    the journal's write of this state
 *   NH_MUTANT="enrolment"                     that of whom to ask by EST, and with what
 *
 * Without NH_MUTANT they do what the real ones do. Each name that is passed is written,
 * one a line, to the end of the file NH_MUTANT_TRACE.
 */
#ifndef NH_MUTANT_H
#define NH_MUTANT_H

#include <stdbool.h>

bool nh_mutant_is(const char *file, int line, const char *call);
int nh_mutant_done(void);

/* The caller's arguments are passed and not looked at. */
#define MUTANT(call)                                                                               \
    (nh_mutant_is(__FILE__, __LINE__, #call) ? (__typeof__(&(call)))(void *)nh_mutant_done : (call))

#endif
