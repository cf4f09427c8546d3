/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/filemanager.h"

#include "base/buf.h"
#include "machine/attendant.h"
#include "machine/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SERVICE "org.freedesktop.FileManager1"
#define OBJECT "/org/freedesktop/FileManager1"

/* Make a file: URI (RFC 8089) in which every special character is escaped. */
static bool add_uri(const char *path, struct nh_buf *out)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    bool enough = nh_buf_add(out, "file://", 7);
    for (; enough && *path; path++) {
        char code[4];
        snprintf(code, sizeof code, "%%%02X", (unsigned char)*path);
        enough = strchr(plain, *path) ? nh_buf_add(out, path, 1) : nh_buf_add(out, code, 3);
    }
    return enough;
}

static bool show_item(const char *path)
{
    struct nh_buf item = {.data = NULL}, list = {.data = NULL};
    bool shown = false;
    if (add_uri(path, &item) && nh_buf_add(&item, "", 1) &&
        nh_buf_add(&list, "array:string:", 13) && add_uri(path, &list) &&
        nh_buf_add(&list, "", 1)) {
        const char *const busctl[] = {"busctl",    "--user", "--timeout=5", "--",
                                      "call",      SERVICE,  OBJECT,        SERVICE,
                                      "ShowItems", "ass",    "1",           (const char *)item.data,
                                      "",          NULL};
        const char *const dbus_send[] = {
            "dbus-send",       "--session", "--print-reply",      "--reply-timeout=5000",
            "--dest=" SERVICE, OBJECT,      SERVICE ".ShowItems", (const char *)list.data,
            "string:",         NULL};
        shown = nh_run(busctl) || nh_run(dbus_send);
    }
    nh_buf_reset(&item);
    nh_buf_reset(&list);
    return shown;
}

static bool open_folder(const char *path)
{
    const char *end = strrchr(path, '/');
    char *folder = end == path ? strdup("/") : strndup(path, (size_t)(end - path));
    const char *const argv[] = {"xdg-open", folder, NULL};
    bool opened = folder && nh_run_apart(argv);
    free(folder);
    return opened;
}

enum nh_status nh_filemanager_show(const char *path, struct nh_error *err)
{
    struct nh_errand_reply reply;
    bool shown = nh_attendant_does(NH_ERRAND_SHOW, path, &reply)
                     ? reply.number != 0
                     : show_item(path) || open_folder(path);
    if (shown)
        return NH_OK;
    return nh_fail(err, NH_UNAVAILABLE, NULL, "No file manager could be opened. The file is %s.",
                   path);
}
