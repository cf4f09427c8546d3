/* SPDX-License-Identifier: MPL-2.0 */
/* What the targets of libFuzzer share: a home in a temporary folder, with a copy of the profile
   that seeds.mjs has made, and checks of what every function promises. */
#ifndef FUZZ_ROOM_H
#define FUZZ_ROOM_H

#include "base/buf.h"
#include "base/status.h"
#include <stddef.h>
#include <stdint.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_journal;
struct nh_store;

/* What each target defines. libFuzzer calls it with one input after the other. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* Stops the program unless this holds; libFuzzer keeps the input. */
void fuzz_expect(int holds, const char *what);

/* Checks that an error is as status.h says: its status, and a sentence in UTF-8. */
void fuzz_check(enum nh_status status, const struct nh_error *err);

/* Of a program in which calls of ours can fail (fail.c): LLVMFuzzerInitialize begins with the
   first. Between the next two no call fails; such pairs can lie inside each other. The last one:
   has a call failed since this input began? */
void fuzz_fail_start(int argc, char **argv);
void fuzz_pause(void);
void fuzz_resume(void);
int fuzz_failed(void);

/* The home. The working directory is the one in which the program was started. */
const char *fuzz_home(void);

/* The profile, open to read keys: one without a primary password, in which the key of "user.der" is
   waiting. It is opened once. */
struct nh_store *fuzz_store(void);

/* The certificate in a DER file that seeds.mjs has made; each is read once. */
CERTCertificate *fuzz_certificate(const char *name);

/* An empty journal, opened once. */
struct nh_journal *fuzz_journal(void);

/* An open file without a name, at its beginning; to be closed. */
int fuzz_file(const void *data, size_t size);

/* The input as a buffer of the tested code, to be reset. */
struct nh_buf fuzz_buf(const void *data, size_t size);

/* The input as a text, allocated. */
char *fuzz_text(const uint8_t *data, size_t size);

/* Write the input to a file of the home. */
void fuzz_write(const char *folder, const char *name, const void *data, size_t size);

#endif
