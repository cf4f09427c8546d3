/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A file that brings keys with their certificates: PKCS#12 (RFC 7292, password-integrity
 * mode), as it is, in base64 or armoured; or PEM with encrypted PKCS#8 keys (RFC 5958) and
 * certificates. Which key belongs to which certificate is proven before it is believed.
 */
#ifndef NH_FORMATS_KEYFILE_H
#define NH_FORMATS_KEYFILE_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_incomings;
struct nh_store;
struct nh_keyfile; /* opened: decrypted, checked, nothing stored yet */

/* Is it such a file? It may be damaged all the same. True for a PEM file with a key that is
   not encrypted, too: opening it says why it is refused. */
bool nh_keyfile_recognise(const void *data, size_t length);

/*
 * Open it with a password in UTF-8; "" is the empty one. Nicknames are made in `language`
 * ("ja", "en" …). Needs an open store, writes nothing, and *out must be freed before the
 * store is closed. The bytes stay the caller's and must live as long as *out.
 *
 * NH_PASSWORD         it does not open the file
 * NH_BAD_DATA         damaged, cut off, without MAC, of an unknown kind, asking for more
 *                     work than any password needs, or with a key that is not encrypted
 * NH_NO_CERTIFICATE   a key has none in the file
 * NH_NO_KEY           there are only certificates in it
 * NH_KEY_KIND         a key that is neither RSA of a sound length nor on a curve of browsers
 * NH_TOO_LARGE        larger than any such file
 * NH_NSS, NH_SYSTEM …
 */
enum nh_status nh_keyfile_open(struct nh_store *store, const void *data, size_t length,
                               const char *password, const char *language, struct nh_keyfile **out,
                               struct nh_error *err);

/* What will come in: one for each identity, described; further certificates that are new
   are counted in the first. Owned by the keyfile. */
const struct nh_incomings *nh_keyfile_incoming(const struct nh_keyfile *keyfile);

/*
 * Put every key into the profile, sensitive, its certificate beside it, and all further
 * certificates after them, none with any trust; durable when this returns. What is there
 * already stays as it is: repeating it changes nothing. On failure what was new is taken
 * back; NH_NOT_PROVEN when a key is not the one of its certificate. Only the responses, with
 * their nicknames now, are left of the keyfile then: the store may be closed.
 */
enum nh_status nh_keyfile_store(struct nh_keyfile *keyfile, struct nh_error *err);

/* NULL is allowed. */
void nh_keyfile_free(struct nh_keyfile **keyfile);

#endif
