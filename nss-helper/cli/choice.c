/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/choice.h"

#include "cli/near.h"

#include <stdio.h>
#include <string.h>

static bool is_choice(const struct cli_option *option, size_t i, const char *typed)
{
    const char *const *also = option->choice_also ? option->choice_also(i) : NULL;
    if (cli_near_same(option->choice(i), typed))
        return true;
    for (; also && *also; also++)
        if (cli_near_same(*also, typed))
            return true;
    return false;
}

static enum nh_status refuse_choice(const struct cli_option *option, struct nh_error *err)
{
    const char *typed = *option->value;
    struct cli_near near = {.typed = typed};
    char words[240] = "";
    for (size_t i = 0, used = 0; option->choice(i); i++, used = strlen(words)) {
        cli_near_offer(&near, option->choice(i));
        snprintf(words + used, sizeof words - used, "%s%s", i > 0 ? ", " : "", option->choice(i));
    }
    enum nh_status status = option->unknown ? option->unknown : NH_USAGE;
    if (near.count == 0 || near.more)
        return nh_fail(err, status, NULL, "--%s does not know \"%.40s\". Choose one of: %s.",
                       option->name, typed, words);
    nh_fail(err, status, NULL, "--%s does not know \"%.40s\".", option->name, typed);
    return cli_near_tell(&near, "", err);
}

enum nh_status cli_choice_settle(const struct cli_option *option, struct nh_error *err)
{
    size_t i = 0;
    while (option->choice(i) && !is_choice(option, i, *option->value))
        i++;
    if (!option->choice(i))
        return refuse_choice(option, err);
    *option->value = option->choice(i);
    return NH_OK;
}
