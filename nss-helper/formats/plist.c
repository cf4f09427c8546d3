/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/plist.h"

#include "formats/xmltree.h"

#include <string.h>

const struct nh_xml *nh_plist_value(const struct nh_xml *dict, const char *key, const char *kind)
{
    const struct nh_xml *it = dict ? dict->children : NULL;
    for (; it && it->next; it = it->next) {
        if (strcmp(it->name, "key") == 0 && strcmp(it->text, key) == 0)
            return strcmp(it->next->name, kind) == 0 ? it->next : NULL;
    }
    return NULL;
}

const char *nh_plist_text(const struct nh_xml *dict, const char *key)
{
    const struct nh_xml *value = nh_plist_value(dict, key, "string");
    return value ? value->text : "";
}

const struct nh_xml *nh_plist_payloads(const struct nh_xml *root)
{
    if (strcmp(root->name, "plist") != 0)
        return NULL;
    const struct nh_xml *list = nh_plist_value(nh_xml_at(root, "dict"), "PayloadContent", "array");
    return list ? list->children : NULL;
}
