/* SPDX-License-Identifier: MPL-2.0 */
#include "finding.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void reset(struct nh_finding *finding)
{
    free(finding->what);
    free(finding->why);
    free(finding->cure);
}

/* A copy of `text`, which may be NULL. False without memory. */
static bool copy(char **to, const char *text)
{
    *to = text ? strdup(text) : NULL;
    return !text || *to;
}

enum nh_status nh_finding_add(struct nh_findings *list, const char *check, enum nh_state state,
                              enum nh_status code, const char *why, const char *cure,
                              const char *format, ...)
{
    struct nh_finding finding = {.check = check, .state = state, .code = code};
    struct nh_finding *items = NULL;
    va_list values;
    va_start(values, format);
    bool enough = vasprintf(&finding.what, format, values) >= 0;
    va_end(values);
    if (!enough)
        finding.what = NULL;
    enough = enough && copy(&finding.why, why) && copy(&finding.cure, cure) &&
             (items = reallocarray(list->items, list->count + 1, sizeof *items));
    if (!enough) {
        reset(&finding);
        return NH_SYSTEM;
    }
    list->items = items;
    items[list->count++] = finding;
    return NH_OK;
}

enum nh_status nh_finding_add_error(struct nh_findings *list, const char *check,
                                    const struct nh_error *error, const char *why,
                                    const char *cure)
{
    return nh_finding_add(list, check, NH_STATE_BAD, error->status, why, cure, "%s",
                          error->message);
}

void nh_findings_reset(struct nh_findings *list)
{
    for (size_t i = 0; i < list->count; i++)
        reset(&list->items[i]);
    free(list->items);
    *list = (struct nh_findings){0};
}
