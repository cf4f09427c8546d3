/* SPDX-License-Identifier: MPL-2.0 */
#include "browser/manifest.h"

#include "base/buf.h"
#include "base/files.h"
#include "base/language.h"
#include "base/utf8.h"

#include <cjson/cJSON.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MOST 65536

char *nh_manifest_make(const char *host)
{
    cJSON *manifest = cJSON_CreateObject();
    char *line = NULL;
    cJSON_AddStringToObject(manifest, "name", NH_MANIFEST_HOST);
    cJSON_AddStringToObject(
        manifest, "description",
        "Makes keys and installs certificates in the profile of this Firefox (nss-helper)");
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

/* Of two entries with the same name the last counts, as in JavaScript. */
static const cJSON *entry(const cJSON *manifest, const char *name)
{
    const cJSON *item = NULL, *found = NULL;
    cJSON_ArrayForEach(item, manifest)
    {
        if (item->string && strcmp(item->string, name) == 0)
            found = item;
    }
    return found;
}

static bool is_string(const cJSON *manifest, const char *name, const char *value)
{
    const char *found = cJSON_GetStringValue(entry(manifest, name));
    return found && strcmp(found, value) == 0;
}

static bool allows_extension(const cJSON *manifest)
{
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, entry(manifest, "allowed_extensions"))
    {
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

/* Firefox rejects the manifest if an entry is not the ID of an extension. */
static bool has_only_ids(const cJSON *manifest)
{
    static const char form[] = "^([-a-z0-9._]*@[-a-z0-9._]+|"
                               "\\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\})$";
    const cJSON *item = NULL;
    bool good = true;
    regex_t id;
    if (regcomp(&id, form, REG_EXTENDED | REG_ICASE | REG_NOSUB))
        return false;
    cJSON_ArrayForEach(item, entry(manifest, "allowed_extensions"))
    {
        good = good && cJSON_IsString(item) && !regexec(&id, item->valuestring, 0, NULL, 0);
    }
    regfree(&id);
    return good;
}

/* Firefox rejects a manifest with an unknown entry. */
static bool has_unknown(const cJSON *manifest)
{
    static const char *const known[] = {"name", "description", "path", "type",
                                        "allowed_extensions"};
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, manifest)
    {
        size_t i = 0;
        while (i < sizeof known / sizeof *known && strcmp(known[i], item->string) != 0)
            i++;
        if (i == sizeof known / sizeof *known)
            return true;
    }
    return false;
}

/* Why Firefox would reject it, or NULL. See
   toolkit/components/extensions/schemas/native_manifest.json and NativeManifests.sys.mjs in
   Firefox. */
static const char *find_wrong(const cJSON *manifest)
{
    const char *program = cJSON_GetStringValue(entry(manifest, "path"));
    if (!cJSON_IsObject(manifest))
        return N_("The file is not a JSON object.");
    if (!is_string(manifest, "name", NH_MANIFEST_HOST))
        return N_("It has another name.");
    if (!is_string(manifest, "type", "stdio"))
        return N_("Its type is not stdio.");
    if (!cJSON_IsString(entry(manifest, "description")))
        return N_("It has no description.");
    if (!allows_extension(manifest))
        return N_("It does not allow the extension.");
    if (!has_only_ids(manifest))
        return N_("It allows something that is not an extension.");
    if (!program || *program != '/')
        return N_("Its path is not that of a program.");
    return has_unknown(manifest) ? N_("It has an entry that Firefox does not know.") : NULL;
}

/* cJSON accepts control characters anywhere, and stops at a NUL. */
static bool has_control(const char *text, size_t length)
{
    bool in_string = false, escaped = false;
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] < ' ' && (in_string || !strchr("\t\n\r", text[i]) || !text[i]))
            return true;
        if (text[i] == '"' && !escaped)
            in_string = !in_string;
        escaped = in_string && text[i] == '\\' && !escaped;
    }
    return false;
}

/* A NUL is behind the text. Nothing may follow the JSON. */
static cJSON *parse(const struct nh_buf *text)
{
    const char *data = (const char *)text->data;
    return !has_control(data, text->length) && nh_utf8_valid(data, text->length)
               ? cJSON_ParseWithOpts(data, NULL, true)
               : NULL;
}

enum nh_status nh_manifest_read(const char *path, char **host, struct nh_error *err)
{
    struct nh_buf text = {.limit = FILE_MOST};
    cJSON *manifest = NULL;
    enum nh_status status = nh_file_read(path, &text, err);
    if (!status && !nh_buf_terminate(&text))
        status = nh_fail_memory(err);
    if (!status) {
        manifest = parse(&text);
        const char *wrong = find_wrong(manifest);
        if (wrong)
            status =
                nh_fail(err, NH_CONFIG, NULL, /* TRANSLATORS: a file, and why: a sentence. */
                        "By %s Firefox can't start the program nss-helper. %s", path, _(wrong));
    }
    if (!status) {
        *host = strdup(entry(manifest, "path")->valuestring);
        status = *host ? NH_OK : nh_fail_memory(err);
    }
    cJSON_Delete(manifest);
    nh_buf_reset(&text);
    return status;
}
