/* SPDX-License-Identifier: MPL-2.0 */
#include "doctor/finding.h"

#include "base/language.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *nh_state_word(enum nh_state state)
{
    static const char *const words[] = {
        [NH_STATE_GOOD] = "good",
        [NH_STATE_HINT] = "hint",
        [NH_STATE_BAD] = "bad",
        [NH_STATE_UNKNOWN] = "unknown",
    };
    return words[state];
}

static void reset(struct nh_finding *finding)
{
    free(finding->what);
    free(finding->why);
    free(finding->cure);
}

/* Copy and translate `text`, which may be NULL. A command has no translation. False without
   memory. */
static bool copy(char **to, const char *text)
{
    *to = text ? strdup(*text ? _(text) : text) : NULL;
    return !text || *to;
}

/* Take ownership of *finding, whose `what` is NULL if memory ran out. */
static void append(struct nh_findings *list, struct nh_finding *finding, const char *why,
                   const char *cure)
{
    struct nh_finding *items = NULL;
    if (finding->what && copy(&finding->why, why) && copy(&finding->cure, cure))
        items = reallocarray(list->items, list->count + 1, sizeof *items);
    if (!items) {
        list->failed = true;
        reset(finding);
        return;
    }
    list->items = items;
    items[list->count++] = *finding;
}

static char *write_text(const char *format, va_list values)
{
    char *text = NULL;
    return vasprintf(&text, _(format), values) < 0 ? NULL : text;
}

void nh_finding_add(struct nh_findings *list, const char *check, enum nh_state state,
                    enum nh_status code, const char *why, const char *cure, const char *format, ...)
{
    struct nh_finding finding = {.check = check, .state = state, .code = code};
    va_list values;
    va_start(values, format);
    finding.what = write_text(format, values);
    va_end(values);
    append(list, &finding, why, cure);
}

void nh_finding_add_error(struct nh_findings *list, const char *check, const struct nh_error *error,
                          const char *why, const char *cure)
{
    nh_finding_add(list, check, NH_STATE_BAD, error->status, why, cure, "%s", error->message);
}

void nh_finding_add_good(struct nh_findings *list, const char *check, const char *format, ...)
{
    struct nh_finding finding = {.check = check, .state = NH_STATE_GOOD};
    va_list values;
    va_start(values, format);
    finding.what = write_text(format, values);
    va_end(values);
    append(list, &finding, NULL, NULL);
}

void nh_findings_reset(struct nh_findings *list)
{
    for (size_t i = 0; i < list->count; i++)
        reset(&list->items[i]);
    free(list->items);
    *list = (struct nh_findings){0};
}
