/* SPDX-License-Identifier: MPL-2.0 */
/* Quoting for commands that a person copies into a shell. */
#ifndef NH_SHELL_H
#define NH_SHELL_H

/* The text as one word in single quotes. Allocated; NULL without memory. */
char *nh_shell_quote(const char *text);

/* The same, but a text that needs no quotes gets none. */
char *nh_shell_word(const char *text);

#endif
