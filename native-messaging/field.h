/* SPDX-License-Identifier: MPL-2.0 */
/* Check that texts have the forms that PROTOCOL.md allows. */
#ifndef NH_FIELD_H
#define NH_FIELD_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A check before parsing that the text can only be one JSON object of strings and integers. Returns
 * NULL, or what is wrong ("The message has …"), to be translated. It rejects what cJSON accepts: a
 * NUL in a string, also as \u0000 or an invalid \u; control characters; nesting; a BOM; fractions
 * and leading zeros.
 */
const char *nh_field_flat_object(const void *text, size_t length);

/* Whether the text is ASCII; control characters are allowed. */
bool nh_field_ascii(const char *text);

/* Whether the text is a SHA-256 fingerprint, "AB:CD:…", of 32 pairs. */
bool nh_field_fingerprint(const char *text);

#endif
