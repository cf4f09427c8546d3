/* SPDX-License-Identifier: MPL-2.0 */
#include "browser/addon.h"

#include "base/buf.h"
#include "base/files.h"

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
    const char *location = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "location"));
    const char *version = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "version"));
    out->installed = true;
    out->active = is_true(item, "active");
    out->by_person = is_true(item, "userDisabled");
    out->by_browser = is_true(item, "appDisabled") || is_true(item, "softDisabled");
    out->shared = location && strcmp(location, "app-system-share") == 0;
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

/* Read a list of Firefox in the profile. The caller deletes *document. */
static enum nh_status read_list(const char *profile, const char *name, cJSON **document,
                                struct nh_error *err)
{
    struct nh_buf text = {0};
    char *path = nh_path_join(profile, name);
    enum nh_status status = path ? nh_file_read(path, &text, err) : nh_fail_memory(err);
    if (!status && !nh_buf_terminate(&text))
        status = nh_fail_memory(err);
    if (!status && !(*document = cJSON_Parse((char *)text.data)))
        status = nh_fail(err, NH_BAD_DATA, NULL, "%s is not Firefox's list of extensions.", path);
    nh_buf_reset(&text);
    free(path);
    return status;
}

static enum nh_addon_private look_private(const char *profile)
{
    cJSON *document = NULL;
    const cJSON *item = NULL;
    if (read_list(profile, "extension-preferences.json", &document, NULL))
        return NH_ADDON_UNKNOWN;
    enum nh_addon_private found = NH_ADDON_OUT;
    const cJSON *own = cJSON_GetObjectItemCaseSensitive(document, NH_MANIFEST_EXTENSION);
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(own, "permissions"))
    {
        const char *word = cJSON_GetStringValue(item);
        if (word && strcmp(word, "internal:privateBrowsingAllowed") == 0)
            found = NH_ADDON_IN;
    }
    cJSON_Delete(document);
    return found;
}

enum nh_status nh_addon_look(const char *profile, struct nh_addon *out, struct nh_error *err)
{
    struct nh_addon found = {0};
    cJSON *document = NULL;
    enum nh_status status = read_list(profile, "extensions.json", &document, err);
    if (!status && !find(document, &found))
        status = nh_fail(err, NH_BAD_DATA, NULL,
                         "%s/extensions.json is not Firefox's list of extensions.", profile);
    cJSON_Delete(document);
    found.in_private = look_private(profile);
    if (!status)
        *out = found;
    return status;
}
