/* SPDX-License-Identifier: MPL-2.0 */
#include "manifest.h"

#include "buf.h"
#include "files.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST 65536

char *nh_manifest_make(const char *host)
{
    cJSON *manifest = cJSON_CreateObject();
    char *line = NULL;
    cJSON_AddStringToObject(manifest, "name", NH_MANIFEST_HOST);
    cJSON_AddStringToObject(manifest, "description", "Makes keys and installs certificates in the profile of this Firefox (nss-helper)");
    cJSON_AddStringToObject(manifest, "path", host);
    cJSON_AddStringToObject(manifest, "type", "stdio");
    cJSON_AddItemToArray(cJSON_AddArrayToObject(manifest, "allowed_extensions"),
                         cJSON_CreateString(NH_MANIFEST_EXTENSION));
    char *text = cJSON_Print(manifest);
    if (!text || asprintf(&line, "%s\n", text) < 0)
        line = NULL;
    cJSON_free(text);
    cJSON_Delete(manifest);
    return line;
}

static bool is_string(const cJSON *manifest, const char *name, const char *value)
{
    const char *found = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(manifest, name));
    return found && strcmp(found, value) == 0;
}

static bool allows_extension(const cJSON *manifest)
{
    const cJSON *allowed = cJSON_GetObjectItemCaseSensitive(manifest, "allowed_extensions");
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, allowed) {
        if (cJSON_IsString(item) && strcmp(item->valuestring, NH_MANIFEST_EXTENSION) == 0)
            return true;
    }
    return false;
}

bool nh_manifest_is_ours(const char *text)
{
    cJSON *manifest = cJSON_Parse(text);
    bool ours = is_string(manifest, "name", NH_MANIFEST_HOST) && allows_extension(manifest);
    cJSON_Delete(manifest);
    return ours;
}

static enum nh_status judge(const cJSON *manifest, const char *path, struct nh_error *err)
{
    const char *program = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(manifest, "path"));
    const char *wrong = !manifest                                          ? "it is no JSON"
                        : !is_string(manifest, "name", NH_MANIFEST_HOST)   ? "its name is another"
                        : !is_string(manifest, "type", "stdio")            ? "its type is not stdio"
                        : !allows_extension(manifest) ? "it does not allow the extension"
                        : !program || *program != '/' ? "its path is not that of a program"
                                                      : NULL;
    if (wrong)
        return nh_fail(err, NH_CONFIG, NULL, "Firefox can't start the host by %s: %s.", path,
                       wrong);
    return NH_OK;
}

enum nh_status nh_manifest_read(const char *path, char **host, struct nh_error *err)
{
    struct nh_buf text = {.limit = LARGEST};
    cJSON *manifest = NULL;
    enum nh_status status = nh_file_read(path, &text, err);
    if (!status && !nh_buf_add(&text, "", 1))
        status = nh_fail_memory(err);
    if (!status) {
        manifest = cJSON_Parse((char *)text.data);
        status = judge(manifest, path, err);
    }
    if (!status) {
        *host = strdup(cJSON_GetObjectItemCaseSensitive(manifest, "path")->valuestring);
        status = *host ? NH_OK : nh_fail_memory(err);
    }
    cJSON_Delete(manifest);
    nh_buf_reset(&text);
    return status;
}
