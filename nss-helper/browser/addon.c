/* SPDX-License-Identifier: MPL-2.0 */
#include "browser/addon.h"

#include "base/buf.h"
#include "base/files.h"
#include "browser/manifest.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_true(const cJSON *item, const char *name)
{
    return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(item, name));
}

static void describe(const cJSON *item, struct nh_addon *out)
{
    const char *version = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "version"));
    out->installed = true;
    out->active = is_true(item, "active");
    out->by_person = is_true(item, "userDisabled");
    out->by_browser = is_true(item, "appDisabled") || is_true(item, "softDisabled");
    snprintf(out->version, sizeof out->version, "%s", version ? version : "");
}

static bool find(const cJSON *document, struct nh_addon *out)
{
    const cJSON *addons = cJSON_GetObjectItemCaseSensitive(document, "addons"), *item = NULL;
    cJSON_ArrayForEach(item, addons)
    {
        const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "id"));
        if (id && strcmp(id, NH_MANIFEST_EXTENSION) == 0)
            describe(item, out);
    }
    return cJSON_IsArray(addons);
}

enum nh_status nh_addon_look(const char *profile, struct nh_addon *out, struct nh_error *err)
{
    struct nh_buf text = {0};
    struct nh_addon found = {0};
    char *path = nh_path_join(profile, "extensions.json");
    enum nh_status status = path ? nh_file_read(path, &text, err) : nh_fail_memory(err);
    if (!status && !nh_buf_add(&text, "", 1))
        status = nh_fail(err, NH_BAD_DATA, NULL, "%s is too large.", path);
    if (!status) {
        cJSON *document = cJSON_Parse((char *)text.data);
        if (!find(document, &found))
            status = nh_fail(err, NH_BAD_DATA, NULL, "%s is not Firefox's list.", path);
        cJSON_Delete(document);
    }
    nh_buf_reset(&text);
    free(path);
    if (!status)
        *out = found;
    return status;
}
