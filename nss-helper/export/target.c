/* SPDX-License-Identifier: MPL-2.0 */
#include "export/target.h"

#include "base/files.h"
#include "base/language.h"
#include "base/shell.h"
#include "base/utf8.h"
#include "machine/pinentry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MARK '`' /* before and after a command */

/* Replace "{}" by the path, quoted for a shell, as it stands in commands. */
static char *fill_step(const char *step, const char *written)
{
    const char *at = strstr(step, "{}");
    if (!at)
        return strdup(step);
    char *word = nh_shell_word(written), *text = NULL;
    if (!word || asprintf(&text, "%.*s%s%s", (int)(at - step), step, word, at + 2) < 0)
        text = NULL;
    free(word);
    return text;
}

/* Without the marks, before a path comes in that may have such letters. */
static char *make_step(const char *step, const char *written, bool marked)
{
    char *plain = strdup(step), *to = plain;
    for (const char *from = step; plain && *from; from++)
        if (marked || *from != MARK)
            *to++ = *from;
    if (plain)
        *to = '\0';
    char *made = plain ? fill_step(plain, written) : NULL;
    free(plain);
    return made;
}

enum nh_status nh_target_steps(const struct nh_target *target, const char *written, bool marked,
                               struct nh_names *out, struct nh_error *err)
{
    const char *const *steps = target->steps;
    struct nh_names made = {0};
    size_t count = 0;
    while (steps[count])
        count++;
    made.items = calloc(count + 1, sizeof *made.items);
    bool enough = made.items != NULL;
    for (; enough && made.count < count; made.count += enough)
        enough = (made.items[made.count] = make_step(_(steps[made.count]), written, marked));
    if (enough)
        *out = made;
    else
        nh_names_reset(&made);
    return enough ? NH_OK : nh_fail_memory(err);
}

bool nh_target_is_backup(const struct nh_target *target)
{
    return strcmp(target->name, "backup") == 0;
}

enum nh_status nh_target_judge(const struct nh_target *target, bool weak, const char *password,
                               struct nh_error *err)
{
    if (!*password)
        return nh_fail(err, NH_USAGE, NULL,
                       "The file needs a password, because it holds your key.");
    if (!nh_utf8_valid(password, strlen(password)))
        return nh_fail(
            err, NH_USAGE, NULL,
            "The password is not valid UTF-8, so other programs could not open the file.");
    if (!weak && nh_utf8_count(password) < NH_PASSWORD_LEAST)
        return nh_fail(
            err, NH_USAGE, NULL,
            "The password is too short. Use at least %d characters: anyone who gets the file can "
            "try many passwords.",
            NH_PASSWORD_LEAST);
    if (target->ascii && !nh_utf8_is_ascii(password))
        return nh_fail(
            err, NH_USAGE, NULL,
            "Use only English letters, digits and signs in the password for \"%s\": other programs "
            "read other characters differently.",
            target->name);
    return NH_OK;
}
