/* SPDX-License-Identifier: MPL-2.0 */
#include "mutant.h"

#include "base/files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Linked with --wrap: the journal's calls of nh_file_write come here first. */
enum nh_status __wrap_nh_file_write(const char *folder, const char *name, const void *data,
                                    size_t length, unsigned mode, struct nh_error *err);
enum nh_status __real_nh_file_write(const char *folder, const char *name, const void *data,
                                    size_t length, unsigned mode, struct nh_error *err);

static FILE *traced;

/* At the start, because later the host may not open any file to write. */
static __attribute__((constructor)) void open_trace(void)
{
    const char *path = getenv("NH_MUTANT_TRACE");
    traced = path ? fopen(path, "ae") : NULL;
    if (traced)
        setvbuf(traced, NULL, _IOLBF, 0);
}

static void trace(const char *name)
{
    if (traced)
        fprintf(traced, "%s\n", name);
}

static bool is_chosen(const char *name)
{
    const char *mutant = getenv("NH_MUTANT");
    trace(name);
    return mutant && strcmp(mutant, name) == 0;
}

bool nh_mutant_is(const char *file, int line, const char *call)
{
    int error = errno;
    char site[256];
    snprintf(site, sizeof site, "%s:%d %s", file, line, call);
    bool chosen = is_chosen(site);
    errno = error;
    return chosen;
}

int nh_mutant_done(void)
{
    return 0;
}

/* The state of a job's record, {"state": "sent", …, as "state sent"; else "". */
static void name_state(const char *data, size_t length, char name[64])
{
    const char *end = data + length;
    const char *at = memmem(data, length, "\"state\":", 8);
    at = at ? memchr(at + 8, '"', (size_t)(end - at - 8)) : NULL;
    const char *last = at ? memchr(at + 1, '"', (size_t)(end - at - 1)) : NULL;
    *name = '\0';
    if (last)
        snprintf(name, 64, "state %.*s", (int)(last - at - 1), at + 1);
}

/* Which part of the journal this is; "" for other files. */
static void name_file(const char *folder, const char *data, size_t length, char name[64])
{
    const char *slash = strrchr(folder, '/');
    *name = '\0';
    if (slash && strcmp(slash, "/jobs") == 0)
        name_state(data, length, name);
    else if (slash && strcmp(slash, "/enrolments") == 0)
        strcpy(name, "enrolment");
}

enum nh_status __wrap_nh_file_write(const char *folder, const char *name, const void *data,
                                    size_t length, unsigned mode, struct nh_error *err)
{
    char file[64];
    name_file(folder, data, length, file);
    if (*file && is_chosen(file))
        return NH_OK;
    return __real_nh_file_write(folder, name, data, length, mode, err);
}
