/* SPDX-License-Identifier: MPL-2.0 */
/* The forms of text that PROTOCOL.md allows, checked before anything believes them. */
#ifndef NH_FIELD_H
#define NH_FIELD_H

#include <stdbool.h>
#include <stddef.h>

/*
 * May this be one JSON object of strings and integers, and nothing but? NULL, or what is off:
 * "The message has …", to be translated. A sieve before the parser, not a parser: it holds back
 * what cJSON takes too kindly (NUL in a string, also as \u0000 or a broken \u; control characters;
 * nesting; a BOM; fractions and leading zeros).
 */
const char *nh_field_flat_object(const void *text, size_t length);

/* Nothing beyond ASCII; control characters are none of its matter. */
bool nh_field_ascii(const char *text);

/* SHA-256 as "AB:CD:…", 32 pairs. */
bool nh_field_fingerprint(const char *text);

#endif
