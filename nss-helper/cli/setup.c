/* SPDX-License-Identifier: MPL-2.0 */
#include "base/buf.h"

#include "base/files.h"
#include "base/home.h"
#include "base/language.h"
#include "browser/manifest.h"
#include "cli/cli.h"
#include "cli/hostpath.h"
#include "cli/output.h"
#include "cli/verbs.h"
#include "cli/wrap.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool wanted_remove;

static const struct cli_option options[] = {
    {.name = "remove", .about = N_("remove that file again"), .flag = &wanted_remove},
    {.name = NULL},
};

/* What is at the path of the manifest. */
enum found { NOTHING, OURS, THE_SAME, FOREIGN };

/* `text` is the manifest to write, or NULL. */
static enum found look_at(const char *path, const char *text)
{
    struct nh_buf bytes = {.limit = 65536};
    struct stat st;
    enum found found = FOREIGN;
    if (lstat(path, &st) < 0)
        return errno == ENOENT || errno == ENOTDIR ? NOTHING : FOREIGN;
    if (!S_ISREG(st.st_mode) || st.st_uid != geteuid())
        return FOREIGN;
    if (!nh_file_read(path, &bytes, NULL) && nh_buf_terminate(&bytes)) {
        if (text && strcmp((char *)bytes.data, text) == 0 && (st.st_mode & 0777) == 0644)
            found = THE_SAME;
        else if (nh_manifest_is_ours((char *)bytes.data))
            found = OURS;
    }
    nh_buf_reset(&bytes);
    return found;
}

static enum nh_status fail_foreign(const char *path, struct nh_error *err)
{
    return nh_fail(err, NH_CANT_CREATE, NULL,
                   "%s was not written by this command and is left as it is. Check what it "
                   "is, and move it away.",
                   path);
}

/* Write the manifest unless it is there; *changed: it was written. */
static enum nh_status put_manifest(const char *folder, const char *path, const char *text,
                                   bool *changed, struct nh_error *err)
{
    enum found found = look_at(path, text);
    enum nh_status status = NH_OK;
    *changed = found != THE_SAME;
    if (found == FOREIGN)
        return fail_foreign(path, err);
    if (*changed)
        status = nh_folder_make(folder, err);
    if (!status && *changed)
        status = nh_file_write(folder, NH_MANIFEST_FILE, text, strlen(text), 0644, err);
    return status;
}

static __attribute__((format(printf, 1, 2))) void tell_path(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    char *text = cli_format(format, list);
    va_end(list);
    if (text)
        cli_advice(stdout, 2, 0, text);
    free(text);
}

static void tell(struct cli *cli, const char *path, const char *host, bool changed)
{
    if (cli->json) {
        cli_json_add(cli_document(cli), "manifest", path);
        cli_json_add(cli_document(cli), "host", host);
        cJSON_AddBoolToObject(cli_document(cli), "changed", changed);
    } else if (!cli->quiet) {
        tell_path(changed ? _("Written: %s") : _("Nothing to do, the file is there: %s"), path);
        tell_path(_("  program: %s"), host);
    }
}

static enum nh_status set_up(struct cli *cli, const char *folder, const char *path,
                             struct nh_error *err)
{
    char *host = NULL, *text = NULL;
    bool changed = false;
    enum nh_status status = cli_host_find(&host, err);
    if (status)
        return status;
    text = nh_manifest_make(host);
    if (!text)
        status = nh_fail_memory(err);
    else
        status = put_manifest(folder, path, text, &changed, err);
    if (!status)
        tell(cli, path, host, changed);
    free(text);
    free(host);
    return status;
}

static enum nh_status take_away(struct cli *cli, const char *folder, const char *path,
                                struct nh_error *err)
{
    enum found found = look_at(path, NULL);
    enum nh_status status = NH_OK;
    if (found == FOREIGN)
        return fail_foreign(path, err);
    if (found == OURS && unlink(path) < 0)
        return nh_fail_errno(err, NH_IO, errno, "%s can't be removed.", path);
    if (found == OURS)
        status = nh_folder_sync(folder, err);
    if (!status && cli->json) {
        cli_json_add(cli_document(cli), "manifest", path);
        cJSON_AddBoolToObject(cli_document(cli), "changed", found == OURS);
    } else if (!status && !cli->quiet) {
        tell_path(found == OURS ? _("Removed: %s") : _("Nothing to do, there is no file: %s"),
                  path);
    }
    return status;
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    const char *home = NULL;
    char *folder = NULL, *path = NULL;
    enum nh_status status = nh_home_find(&home, err);
    if (status)
        return status;
    folder = nh_path_join(home, NH_MANIFEST_FOLDER);
    path = folder ? nh_path_join(folder, NH_MANIFEST_FILE) : NULL;
    if (!path)
        status = nh_fail_memory(err);
    else
        status = wanted_remove ? take_away(cli, folder, path, err) : set_up(cli, folder, path, err);
    free(path);
    free(folder);
    return status;
}

const struct cli_verb cli_setup = {
    .name = "setup",
    .summary = N_("set up the program nss-helper for this user's Firefox"),
    .help = N_("Usage: nss-helper setup [--remove] [OPTION…]\n\n"
               "Writes ~/.mozilla/native-messaging-hosts/nss_helper.json, by which Firefox finds\n"
               "the program nss-helper-host for the extension. That is beside this command or in\n"
               "../libexec/nss-helper. Only files of this user change.\n"),
    .examples = "  nss-helper setup\n"
                "  nss-helper setup --remove\n",
    .options = options,
    .useless = "profile primary-password-file primary-password-fd",
    .run = run,
};
