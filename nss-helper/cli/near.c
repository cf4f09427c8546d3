/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/near.h"

#include "base/language.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define WORD_MOST 40 /* longer words get no suggestion */
#define BEGINNING 3  /* this many first letters of a word suggest it */

static size_t least(size_t one, size_t other)
{
    return one < other ? one : other;
}

static int letter(const char *word, size_t i)
{
    return tolower((unsigned char)word[i]);
}

/* The edit distance (optimal string alignment): letters to insert, delete, replace, or swap with
   the next. */
static size_t distance(const char *one, const char *other)
{
    size_t rows[3][WORD_MOST + 1], length = strlen(one), width = strlen(other);
    for (size_t k = 0; k <= width; k++)
        rows[0][k] = k;
    for (size_t i = 1; i <= length; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *higher = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t k = 1; k <= width; k++) {
            bool same = letter(one, i - 1) == letter(other, k - 1);
            row[k] = least(above[k - 1] + !same, least(above[k], row[k - 1]) + 1);
            if (i > 1 && k > 1 && letter(one, i - 1) == letter(other, k - 2) &&
                letter(one, i - 2) == letter(other, k - 1))
                row[k] = least(row[k], higher[k - 2] + 1);
        }
    }
    return rows[length % 3][width];
}

/* The greatest distance for a word of this length. */
static size_t tolerance(size_t length)
{
    return length <= 4 ? 1 : length <= 8 ? 2 : 3;
}

void cli_near_offer(struct cli_near *near, const char *word)
{
    size_t typed = strlen(near->typed), length = strlen(word);
    if (typed == 0 || typed > WORD_MOST || length > WORD_MOST)
        return;
    size_t away = distance(near->typed, word);
    if (typed >= BEGINNING && strncasecmp(near->typed, word, typed) == 0)
        away = least(away, 1);
    if (away > tolerance(least(typed, length)))
        return;
    if (near->count > 0 && away < near->away) {
        near->count = 0;
        near->more = false;
    }
    if (near->count > 0 && away > near->away)
        return;
    near->more |= near->count == CLI_NEAR_MOST;
    if (near->more)
        return;
    near->away = away;
    near->words[near->count++] = word;
}

enum nh_status cli_near_tell(const struct cli_near *near, const char *before, struct nh_error *err)
{
    size_t used = strlen(err->message);
    char *end = err->message + used, meant[120];
    const char *const *words = near->words;
    if (near->count == 1)
        snprintf(meant, sizeof meant, _("Did you mean \"%s%s\"?"), before, words[0]);
    else
        snprintf(meant, sizeof meant, _("Did you mean \"%s%s\" or \"%s%s\"?"), before, words[0],
                 before, words[1]);
    if (near->count > 0)
        snprintf(end, sizeof err->message - used, " %s", meant);
    return err->status;
}

static const char *skip_joints(const char *word)
{
    return word + strspn(word, " -_");
}

bool cli_near_same(const char *one, const char *other)
{
    for (;; one++, other++) {
        one = skip_joints(one);
        other = skip_joints(other);
        if (letter(one, 0) != letter(other, 0))
            return false;
        if (!*one)
            return true;
    }
}
