/* SPDX-License-Identifier: MPL-2.0 */
/* What a person may have meant by a word that stands in no list: "did you mean". */
#ifndef NH_CLI_NEAR_H
#define NH_CLI_NEAR_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

#define CLI_NEAR_MOST 2

/* The words of a list that are nearest, and alike so. Empty at first, but for what was typed. */
struct cli_near {
    const char *typed;
    const char *words[CLI_NEAR_MOST];
    size_t count, away;
};

/* Consider a word of the list; each comes once. */
void cli_near_offer(struct cli_near *near, const char *word);

/* Add the suggestion to the message, if there is one. The status of *err. */
enum nh_status cli_near_tell(const struct cli_near *near, const char *before, struct nh_error *err);

/* The same word but for capitals, blanks, hyphens and underscores: "RSA 2048" is "rsa-2048". */
bool cli_near_same(const char *one, const char *other);

#endif
