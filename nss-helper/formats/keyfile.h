/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A file that brings keys with their certificates: PKCS#12 (RFC 7292, password-integrity
 * mode), as it is, in base64 or armoured; or PKCS#8 (RFC 5958) and older forms of a key, in PEM
 * with certificates or in DER; or settings.h's settings of a network with a PKCS#12 file in them.
 * Keys are decrypted, and which one belongs to which certificate is proven, while the file is
 * opened: what can be opened can be stored.
 */
#ifndef NH_FORMATS_KEYFILE_H
#define NH_FORMATS_KEYFILE_H

#include "base/status.h"
#include "formats/pkcs8.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_buf;
struct nh_bufs;
struct nh_incomings;
struct nh_store;
struct nh_keyfile; /* opened: decrypted, checked, nothing stored yet */

/* Is it such a file? It may be damaged all the same. */
bool nh_keyfile_recognise(const void *data, size_t length);

/*
 * Open it with what the person has given. Needs an open store, writes nothing, and *out must be
 * freed before the store is closed. The bytes stay the caller's.
 *
 * NH_PASSWORD         it does not open the file, or was not asked for yet
 * NH_KEY_PASSWORD     it opens the file, and not the key in it
 * NH_OPEN_KEY         a key is not encrypted, and no word was given for that
 * NH_BAD_DATA         damaged, cut off, without MAC, of an unknown kind, or asking for more
 *                     work than any password needs
 * NH_NO_CERTIFICATE   a key has none in the file, nor beside it
 * NH_NOT_PROVEN       a key is not the one of the certificate
 * NH_KEY_KIND         a key that is neither RSA of a sound length nor on a curve of browsers
 * NH_TOO_LARGE        larger than any such file
 * NH_NSS, NH_SYSTEM …
 */
enum nh_status nh_keyfile_open(struct nh_store *store, const void *data, size_t length,
                               const struct nh_opening *opening, struct nh_keyfile **out,
                               struct nh_error *err);

/* Only certificates were in it: add them to `out`, which is empty, in DER. They are for
   nh_incoming_read then, and not for nh_keyfile_store. False when there are keys. */
bool nh_keyfile_is_keyless(const struct nh_keyfile *keyfile, struct nh_bufs *out);

/* Was one of the keys not encrypted, or the password in the file itself? Whoever has had it has had
   the key. */
bool nh_keyfile_was_open(const struct nh_keyfile *keyfile);

/* Has this certificate (DER) its key in it? */
bool nh_keyfile_has(const struct nh_keyfile *keyfile, const struct nh_buf *der);

/* What will come in: one for each identity, described; further certificates are told of in the
   first. Owned by the keyfile. */
const struct nh_incomings *nh_keyfile_incoming(const struct nh_keyfile *keyfile);

/* There are keys in it: what it would store is found in the store from now on, until that is
   closed. Nothing is written. False without memory. */
bool nh_keyfile_expect(struct nh_keyfile *keyfile);

/*
 * Put every key into the profile, sensitive, its certificate beside it, and their issuers
 * after them, none with any trust; durable when this returns. What is there
 * already stays as it is: repeating it changes nothing. On failure what was new is taken
 * back; NH_NOT_PROVEN when what was stored does not sign. Only the responses, with
 * their nicknames now, are left of the keyfile then: the store may be closed.
 */
enum nh_status nh_keyfile_store(struct nh_keyfile *keyfile, struct nh_error *err);

/* NULL is allowed. */
void nh_keyfile_free(struct nh_keyfile **keyfile);

#endif
