/* SPDX-License-Identifier: MPL-2.0 */
#include "browser/policy.h"

#include "base/buf.h"
#include "base/files.h"
#include "browser/manifest.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

static const cJSON *get(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static enum nh_policy judge(const cJSON *document)
{
    const cJSON *settings = get(get(document, "policies"), "ExtensionSettings");
    const cJSON *own = get(settings, NH_MANIFEST_EXTENSION);
    const char *mode =
        cJSON_GetStringValue(get(own ? own : get(settings, "*"), "installation_mode"));
    if (!mode)
        return NH_POLICY_NONE;
    if (strcmp(mode, "blocked") == 0)
        return NH_POLICY_BLOCK;
    return strcmp(mode, "force_installed") == 0 || strcmp(mode, "normal_installed") == 0
               ? NH_POLICY_INSTALL
               : NH_POLICY_NONE;
}

static enum nh_policy read_policy(const char *path)
{
    struct nh_buf text = {0};
    enum nh_policy policy = NH_POLICY_NONE;
    if (!nh_file_read(path, &text, NULL) && nh_buf_terminate(&text)) {
        cJSON *document = cJSON_Parse((const char *)text.data);
        policy = judge(document);
        cJSON_Delete(document);
    }
    nh_buf_reset(&text);
    return policy;
}

enum nh_policy nh_policy_look(const char *browser, char file[PATH_MAX])
{
    snprintf(file, PATH_MAX, "/etc/firefox/policies/policies.json");
    enum nh_policy policy = read_policy(file);
    if (policy == NH_POLICY_NONE && browser) {
        snprintf(file, PATH_MAX, "%s/distribution/policies.json", browser);
        policy = read_policy(file);
    }
    return policy;
}
