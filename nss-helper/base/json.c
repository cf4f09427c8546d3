/* SPDX-License-Identifier: MPL-2.0 */
#include "base/json.h"

#include "base/utf8.h"

#include <cjson/cJSON.h>
#include <string.h>

const char *nh_json_text(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text && nh_utf8_valid(text, strlen(text)) ? text : NULL;
}

bool nh_json_add_time(cJSON *to, const char *name, time_t time)
{
    struct tm utc;
    char text[32];
    return gmtime_r(&time, &utc) && strftime(text, sizeof text, NH_JSON_TIME, &utc) &&
           cJSON_AddStringToObject(to, name, text);
}

bool nh_json_read_time(const char *text, time_t *out)
{
    struct tm utc = {0};
    if (!strptime(text, NH_JSON_TIME, &utc))
        return false;
    *out = timegm(&utc);
    return true;
}

bool nh_json_push(cJSON *list, cJSON *item)
{
    if (item && cJSON_AddItemToArray(list, item))
        return true;
    cJSON_Delete(item);
    return false;
}
