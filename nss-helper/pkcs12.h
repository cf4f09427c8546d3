/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Keys with their certificates from a PKCS#12 file (RFC 7292, password-integrity mode)
 * into a profile. Which key belongs to which certificate is said by the localKeyId of
 * the file, and proven before it is believed.
 */
#ifndef NH_PKCS12_H
#define NH_PKCS12_H

#include "identity.h"
#include "status.h"
#include <stddef.h>

struct nh_store;

/* What one file brought. */
struct nh_answers {
    struct nh_answer *items; /* one for each identity, in the order of the file */
    size_t count;
};

void nh_answers_reset(struct nh_answers *answers);

/* Bytes of UTF-8 in a password at most. */
#define NH_PKCS12_PASSWORD_MAX 1024

/*
 * Put every key of the file into the profile, sensitive, its certificate beside it, and
 * all further certificates after them, none with any trust; durable when this returns.
 * `password` is UTF-8 and stays the caller's. Nicknames are made in `language` ("ja",
 * "en" …). What is there already stays as it is: repeating it changes nothing. On
 * success *out belongs to the caller; the further certificates that were new are
 * counted in the first item.
 *
 * Nothing is stored, or what was is taken back, on
 * NH_PASSWORD         it does not open the file
 * NH_BAD_DATA         not PKCS#12, damaged, cut off, without MAC, of an unknown kind,
 *                     or with a key that is not encrypted
 * NH_NO_CERTIFICATE   a key has none in the file
 * NH_NO_KEY           there are only certificates in it
 * NH_KEY_KIND         a key that is neither RSA nor on a curve that browsers know
 * NH_NOT_PROVEN       a key is not the one of its certificate
 * NH_NSS, NH_SYSTEM, NH_NO_SPACE …
 */
enum nh_status nh_pkcs12_import(struct nh_store *store, const void *data, size_t length,
                                const char *password, const char *language,
                                struct nh_answers *out, struct nh_error *err);

#endif
