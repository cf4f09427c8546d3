/* SPDX-License-Identifier: MPL-2.0 */
/* Suggestions for an unknown word: "did you mean". */
#ifndef NH_CLI_NEAR_H
#define NH_CLI_NEAR_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

#define CLI_NEAR_MOST 2

/* The words nearest to `typed`, all at the same distance. Initialize it with `typed` only. */
struct cli_near {
    const char *typed;
    const char *words[CLI_NEAR_MOST];
    size_t count, away;
    bool more; /* are as near, and are not in `words` */
};

/* Consider a word of a list. Call it once for each. */
void cli_near_offer(struct cli_near *near, const char *word);

/* Add the suggestion, if any, to the message. Returns the status of *err. */
enum nh_status cli_near_tell(const struct cli_near *near, const char *before, struct nh_error *err);

/* Whether two words are the same, ignoring case, spaces, hyphens and underscores: "RSA 2048" and
   "rsa-2048". */
bool cli_near_same(const char *one, const char *other);

#endif
