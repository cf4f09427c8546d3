/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/sites.h"

#include "base/buf.h"
#include "base/files.h"
#include "base/ini.h"
#include "base/language.h"
#include "base/utf8.h"
#include "machine/rights.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MOST ((size_t)256 << 10)
#define FOLDER "/etc/nss-helper"
static bool is_name(const char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t character = 0;
        at += nh_utf8_next(text + at, length - at, &character);
        if (nh_utf8_harmful(character))
            return false;
    }
    return length >= 1 && length <= NH_SITES_NAME_MAX;
}

static bool is_path(const char *text)
{
    return *text == '/';
}

/* An address that is not longer than PROTOCOL.md allows. */
static bool is_login(const char *text)
{
    return strlen(text) < NH_SITE_SIZE && nh_site_is_address(text);
}

/* The keys of a section. */
static const struct key {
    const char *name;
    size_t at; /* offset of its value in struct nh_listed */
    bool (*fits)(const char *text);
    const char *form;
} keys[] = {
    {"name", offsetof(struct nh_listed, name), is_name, N_("It is not a name of 1 to 128 bytes.")},
    {"login", offsetof(struct nh_listed, login), is_login, N_("It is not an https: address.")},
    {"test", offsetof(struct nh_listed, test), is_login, N_("It is not an https: address.")},
    {"est", offsetof(struct nh_listed, est), nh_site_is_address,
     N_("It is not an https: address.")},
    {"est-root", offsetof(struct nh_listed, est_root), is_path,
     N_("It is not a path that begins with /.")},
    {"wifi", offsetof(struct nh_listed, wifi), is_path, N_("It is not a path that begins with /.")},
};

/* The list while it is read. */
struct reading {
    struct nh_sites *sites;
    bool has_locked;
    enum nh_status status;
    struct nh_error *err;
};

/* Reject the list and stop reading. `why` is a sentence. */
static bool refuse(struct reading *it, const struct nh_ini_line *line, const char *what,
                   const char *why)
{
    it->status =
        nh_fail(it->err, NH_SITE_LIST, NULL,
                /* TRANSLATORS: a file, a line, a text in it, what is wrong: a sentence. */
                "%s, line %zu: \"%.80s\". %s Until this is corrected, no site can be used.",
                NH_SITES_FILE, line->number, what, _(why));
    return false;
}

static bool take_site(struct reading *it, const struct nh_ini_line *line)
{
    struct nh_sites *sites = it->sites;
    if (!line->value || *line->value)
        return refuse(it, line, line->section,
                      N_("Write a site in brackets, [https://HOST], alone on its line."));
    if (strlen(line->section) >= NH_SITE_SIZE || !nh_site_is_origin(line->section))
        return refuse(
            it, line, line->section,
            N_("It is not a site like https://portal.example, in small letters, with nothing after "
               "it."));
    if (nh_sites_find(sites, line->section))
        return refuse(it, line, line->section,
                      N_("This site is in the list twice. A port makes no difference."));
    if (sites->count == NH_SITES_MAX)
        return refuse(it, line, line->section, N_("The list has more than 64 sites."));
    struct nh_listed *items = reallocarray(sites->items, sites->count + 1, sizeof *items);
    if (!items) {
        it->status = nh_fail_memory(it->err);
        return false;
    }
    sites->items = items;
    items[sites->count] = (struct nh_listed){0};
    snprintf(items[sites->count++].site, NH_SITE_SIZE, "%s", line->section);
    return true;
}

static bool take_locked(struct reading *it, const struct nh_ini_line *line)
{
    if (strcmp(line->name, "locked") != 0)
        return refuse(it, line, line->name, N_("It does not belong above the first site."));
    if (it->has_locked)
        return refuse(it, line, line->name, N_("It is there twice."));
    it->has_locked = true;
    it->sites->locked = strcmp(line->value, "yes") == 0;
    return it->sites->locked || strcmp(line->value, "no") == 0 ||
           refuse(it, line, line->value, N_("It is neither yes nor no."));
}

static bool take_key(struct reading *it, const struct nh_ini_line *line)
{
    struct nh_listed *listed = &it->sites->items[it->sites->count - 1];
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        char **text = (char **)((char *)listed + keys[i].at);
        if (strcmp(line->name, keys[i].name) != 0)
            continue;
        if (*text)
            return refuse(it, line, line->name, N_("It is there twice for this site."));
        if (!keys[i].fits(line->value))
            return refuse(it, line, line->value, keys[i].form);
        *text = strdup(line->value);
        if (!*text)
            it->status = nh_fail_memory(it->err);
        return *text != NULL;
    }
    return refuse(it, line, line->name,
                  N_("This name is unknown here. \"locked\" belongs above the first site."));
}

static bool take(void *context, const struct nh_ini_line *line)
{
    struct reading *it = context;
    if (!line->name)
        return take_site(it, line);
    if (!line->value)
        return refuse(it, line, line->name, N_("There is no \"=\" behind it."));
    return *line->section ? take_key(it, line) : take_locked(it, line);
}

/* There is no list, and only root could create one. */
static bool is_absent(void)
{
    struct stat st;
    char open[PATH_MAX];
    if (lstat(NH_SITES_FILE, &st) == 0 || errno != ENOENT)
        return false;
    if (lstat(FOLDER, &st) < 0)
        return errno == ENOENT;
    return !nh_rights_find_not_roots(FOLDER, open);
}

/* Read a file that only root can change; it may be a symbolic link. */
static enum nh_status read_roots(const char *path, struct nh_buf *out, struct nh_error *err)
{
    char open_to[PATH_MAX];
    struct stat st;
    struct nh_error why = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    enum nh_status status = NH_OK;
    if (fd < 0)
        status = nh_fail(err, NH_SITE_LIST, strerrorname_np(errno),
                         "%s can't be read (%s). Until this is corrected, no site can be used.",
                         path, strerror(errno));
    else if (nh_rights_find_not_roots(path, open_to))
        status = nh_fail(
            err, NH_SITE_LIST, NULL,
            "%s does not count, because others than root can change %s. Until this is corrected, "
            "no site can be used.",
            path, open_to);
    else if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
        status = nh_fail(err, NH_SITE_LIST, NULL,
                         "%s is not a file. Until this is corrected, no site can be used.", path);
    else if (nh_fd_read(fd, path, out, &why))
        status = nh_fail(err, NH_SITE_LIST, why.cause,
                         /* TRANSLATORS: what is wrong with a file: a sentence. */
                         "%s Until this is corrected, no site can be used.", why.message);
    if (fd >= 0)
        close(fd);
    return status;
}

/* An empty list, such as one that was cut off, is an error, so that it does not allow
   everything. */
static enum nh_status parse(struct nh_buf *text, struct nh_sites *out, struct nh_error *err)
{
    struct reading it = {.sites = out, .err = err};
    if (!nh_buf_terminate(text))
        return nh_fail_memory(err);
    const char *words = (const char *)text->data;
    if (strlen(words) != text->length || !nh_utf8_valid(words, strlen(words)))
        return nh_fail(err, NH_SITE_LIST, NULL,
                       "%s is not a text in UTF-8. Until this is corrected, no site can be used.",
                       NH_SITES_FILE);
    nh_ini_parse((char *)text->data, take, &it);
    if (!it.status && !it.has_locked && out->count == 0)
        return nh_fail(err, NH_SITE_LIST, NULL,
                       "%s names no site. Until this is corrected, no site can be used.",
                       NH_SITES_FILE);
    return it.status;
}

enum nh_status nh_sites_read(struct nh_sites *out, struct nh_error *err)
{
    struct nh_buf text = {.limit = FILE_MOST};
    struct nh_sites sites = {.there = true};
    if (is_absent()) {
        *out = (struct nh_sites){0};
        return NH_OK;
    }
    enum nh_status status = read_roots(NH_SITES_FILE, &text, err);
    if (!status)
        status = parse(&text, &sites, err);
    if (status)
        nh_sites_reset(&sites);
    else
        *out = sites;
    nh_buf_reset(&text);
    return status;
}

void nh_sites_reset(struct nh_sites *sites)
{
    for (size_t i = 0; i < sites->count; i++)
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
            free(*(char **)((char *)&sites->items[i] + keys[k].at));
    free(sites->items);
    *sites = (struct nh_sites){0};
}

const struct nh_listed *nh_sites_find(const struct nh_sites *sites, const char *site)
{
    for (size_t i = 0; i < sites->count; i++)
        if (nh_site_is_same_host(sites->items[i].site, site))
            return &sites->items[i];
    return NULL;
}

enum nh_status nh_sites_allow(const char *site, struct nh_error *err)
{
    struct nh_sites sites = {0};
    char shown[NH_SITE_SIZE];
    enum nh_status status = *site ? nh_sites_read(&sites, err) : NH_OK;
    nh_site_show(site, shown, sizeof shown);
    if (!status && sites.locked && !nh_sites_find(&sites, site))
        status = nh_fail(err, NH_OTHER_SITE, NULL,
                         /* TRANSLATORS: a site, and a file. */
                         "Your administrator does not allow %s. The allowed sites are in %s.",
                         shown, NH_SITES_FILE);
    nh_sites_reset(&sites);
    return status;
}

static bool has_login(const struct nh_sites *sites, const char *address)
{
    for (size_t i = 0; i < sites->count; i++)
        if (sites->items[i].login && strcmp(sites->items[i].login, address) == 0)
            return true;
    return false;
}

enum nh_status nh_sites_allow_login(const char *address, struct nh_error *err)
{
    struct nh_sites sites = {0};
    char site[NH_SITE_SIZE] = "";
    enum nh_status status = nh_sites_read(&sites, err);
    if (!status && nh_site_of_address(address, site) && !has_login(&sites, address))
        status = nh_sites_allow(site, err);
    nh_sites_reset(&sites);
    return status;
}

enum nh_status nh_sites_read_file(const char *path, struct nh_buf *out, struct nh_error *err)
{
    return read_roots(path, out, err);
}
