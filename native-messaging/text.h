/* SPDX-License-Identifier: MPL-2.0 */
/* The forms of text that PROTOCOL.md allows, checked before anything believes them. */
#ifndef NH_TEXT_H
#define NH_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct nh_buf;

/*
 * May be one JSON object of strings and integers, and nothing but. A sieve before
 * the parser, not a parser: it holds back what cJSON takes too kindly (NUL in a
 * string, also as \u0000 or a broken \u; control characters; nesting; a BOM;
 * fractions and leading zeros).
 */
bool nh_text_flat_object(const void *text, size_t length);

bool nh_text_ascii(const char *text);

/* An origin as browsers write it: "https://portal.example:8443". http only for
   this very machine. */
bool nh_text_site(const char *text);

/* An origin, and behind it a path and more, in ASCII without blanks. */
bool nh_text_address(const char *text);

bool nh_text_yes_no(const char *text);
bool nh_text_own_made(const char *text);

/* SHA-256 as "AB:CD:…", 32 pairs. */
bool nh_text_fingerprint(const char *text);

/* Base64 in one line with its padding (RFC 4648 section 4), added to `out`. False
   when it is something else, or there is no room. */
bool nh_text_base64(const char *text, struct nh_buf *out);

#endif
