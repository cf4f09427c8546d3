/* SPDX-License-Identifier: MPL-2.0 */
#include "export/wifiput.h"

#include "base/buf.h"
#include "base/files.h"
#include "export/target.h"
#include "export/wifi.h"
#include "machine/newfile.h"
#include "nss/pem.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define P12 "certificate.p12"
#define CA "radius-ca.pem"

static enum nh_status write_cas(const struct nh_wifi *wifi, struct nh_buf *out,
                                struct nh_error *err)
{
    enum nh_status status = NH_OK;
    for (size_t i = 0; !status && i < wifi->cas.count; i++)
        status = nh_pem_write("CERTIFICATE", wifi->cas.items[i].data, wifi->cas.items[i].length,
                              out, err);
    return status;
}

static enum nh_status put_one(const char *folder, const char *name, bool shared,
                              const struct nh_buf *bytes, struct nh_error *err)
{
    char *path = nh_path_join(folder, name), *written = NULL;
    enum nh_status status =
        path ? nh_newfile_write(&(struct nh_newfile){.path = path, .shared = shared}, bytes,
                                &written, err)
             : nh_fail_memory(err);
    free(written);
    free(path);
    return status;
}

static void take_back(const char *folder, const char *const *names)
{
    for (; *names; names++) {
        char *path = nh_path_join(folder, *names);
        if (path)
            unlink(path);
        free(path);
    }
    rmdir(folder);
}

/* NetworkManager reads the path literally, except backslashes; wpa_supplicant, between double
   quotes. */
static bool can_be_named(const char *folder)
{
    for (; *folder; folder++) {
        if ((unsigned char)*folder < ' ' || *folder == 0x7f || strchr("\"\\", *folder))
            return false;
    }
    return true;
}

static enum nh_status fill_folder(const char *folder, const struct nh_target *target,
                                  struct nh_wifi_parts *parts, bool shared, struct nh_error *err)
{
    struct nh_buf text = {0}, cas = {0};
    char *p12 = nh_path_join(folder, P12), *ca = nh_path_join(folder, CA);
    enum nh_status status = p12 && ca ? NH_OK : nh_fail_memory(err);
    parts->p12 = p12;
    parts->ca = ca;
    if (!status && !can_be_named(folder))
        status = nh_fail(
            err, NH_USAGE, NULL,
            "The profile names files in %s. Choose a folder whose name has no double quotes, "
            "backslashes or control characters.",
            folder);
    if (!status && !target->wifi(parts, &text))
        status = nh_fail_memory(err);
    if (!status)
        status = write_cas(parts->wifi, &cas, err);
    if (!status)
        status = put_one(folder, P12, shared, parts->p12_bytes, err);
    if (!status)
        status = put_one(folder, CA, shared, &cas, err);
    if (!status)
        status = put_one(folder, target->file, shared, &text, err);
    nh_buf_reset(&text);
    nh_buf_reset(&cas);
    free(p12);
    free(ca);
    return status;
}

static enum nh_status put_folder(const struct nh_target *target, struct nh_wifi_parts *parts,
                                 const struct nh_newfile *place, char **written,
                                 struct nh_error *err)
{
    const char *const names[] = {P12, CA, target->file, NULL};
    char *folder = NULL;
    enum nh_status status = nh_newfile_folder(place, &folder, err);
    if (status)
        return status;
    status = fill_folder(folder, target, parts, place->shared, err);
    if (status) {
        take_back(folder, names);
        free(folder);
    } else {
        *written = folder;
    }
    return status;
}

enum nh_status nh_wifi_put(const struct nh_target *target, const struct nh_wifi *wifi,
                           const char *outer, const struct nh_buf *p12,
                           const struct nh_newfile *place, char **written, struct nh_error *err)
{
    struct nh_wifi_parts parts = {.wifi = wifi, .outer = outer, .p12_bytes = p12};
    struct nh_buf text = {0};
    if (target->file)
        return put_folder(target, &parts, place, written, err);
    enum nh_status status = target->wifi(&parts, &text) ? NH_OK : nh_fail_memory(err);
    if (!status)
        status = nh_newfile_write(place, &text, written, err);
    nh_buf_reset(&text);
    return status;
}
