/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A file with keys and their certificates: PKCS#12 (RFC 7292, password-integrity mode), binary, in
 * base64 or armoured; PKCS#8 (RFC 5958) or older forms of a key, in PEM with certificates, or in
 * DER; or network settings (settings.h) with a PKCS#12 file in them. Opening the file decrypts the
 * keys and proves which key belongs to which certificate, so that a file that opens can be stored.
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

/* Whether it looks like such a file. It may still be damaged. */
bool nh_keyfile_recognise(const void *data, size_t length);

/*
 * Open it with what the person has given. Needs an open store, and writes nothing. The caller frees
 * *out before it closes the store, and keeps the ownership of `data`.
 *
 * NH_PASSWORD         it is wrong, or was not asked for yet
 * NH_KEY_PASSWORD     it opens the file but not the key in it
 * NH_OPEN_KEY         a key is not encrypted, and that was not accepted
 * NH_BAD_DATA         damaged, cut off, without a MAC, of an unknown kind, or requiring
 *                     more work than any password needs
 * NH_NO_CERTIFICATE   a key has no certificate, neither in the file nor beside it
 * NH_NOT_PROVEN       a key belongs to none of the certificates
 * NH_KEY_KIND         a key that is neither RSA of a usual length nor on a curve of browsers
 * NH_TOO_LARGE        larger than any such file
 */
enum nh_status nh_keyfile_open(struct nh_store *store, const void *data, size_t length,
                               const struct nh_opening *opening, struct nh_keyfile **out,
                               struct nh_error *err);

/* If the file has certificates only, add them in DER to `out`, which must be empty, for
   nh_incoming_read instead of nh_keyfile_store. False when it has keys. */
bool nh_keyfile_is_keyless(const struct nh_keyfile *keyfile, struct nh_bufs *out);

/* Whether a key was not encrypted, or the password was in the file itself, so that anybody who had
   the file could use the key. */
bool nh_keyfile_was_open(const struct nh_keyfile *keyfile);

/* Whether the key of this certificate (DER) is in the file. */
bool nh_keyfile_has(const struct nh_keyfile *keyfile, const struct nh_buf *der);

/* What the file brings, one item an identity; further certificates are listed in the first. Owned
   by the keyfile. */
const struct nh_incomings *nh_keyfile_incoming(const struct nh_keyfile *keyfile);

/* For a file with keys: make the store report what nh_keyfile_store would store as stored
   (expected.h), until it is closed. Nothing is written. False without memory. */
bool nh_keyfile_expect(struct nh_keyfile *keyfile);

/*
 * Store every key, marked as sensitive, its certificate and the issuers, all without trust. They
 * are on the disk when this returns. What the profile has already is not changed. On failure what
 * was new is removed again; NH_NOT_PROVEN when a stored key does not sign. Afterwards only
 * nh_keyfile_incoming, which then has the nicknames, and nh_keyfile_free may be called, and the
 * store may be closed.
 */
enum nh_status nh_keyfile_store(struct nh_keyfile *keyfile, struct nh_error *err);

/* NULL is allowed. */
void nh_keyfile_free(struct nh_keyfile **keyfile);

#endif
