/* SPDX-License-Identifier: MPL-2.0 */
/* Text of others, made harmless for a terminal. */
#ifndef NH_CLI_WIDTH_H
#define NH_CLI_WIDTH_H

#include <stddef.h>
#include <stdio.h>

/*
 * Write UTF-8. Control characters but those in `keep`, marks that turn the
 * direction of writing, and what is invisible become \u and four hex digits (JSON
 * stays what it is by that); what is no UTF-8 becomes U+FFFD.
 */
void cli_text_put(FILE *file, const char *text, const char *keep);

/* The columns that it takes on a terminal when nothing is kept. */
size_t cli_text_width(const char *text);

#endif
