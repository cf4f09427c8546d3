/* SPDX-License-Identifier: MPL-2.0 */
/* A property list in XML (plist(5)), and in it Apple's configuration profile. */
#ifndef NH_FORMATS_PLIST_H
#define NH_FORMATS_PLIST_H

struct nh_xml;

/* The value of a key in a dict, of this kind ("string", "array" …); NULL. The dict may be NULL. */
const struct nh_xml *nh_plist_value(const struct nh_xml *dict, const char *key, const char *kind);

/* Of a string; "" without it. */
const char *nh_plist_text(const struct nh_xml *dict, const char *key);

/* The first of the payloads of a configuration profile; NULL when the document is none. */
const struct nh_xml *nh_plist_payloads(const struct nh_xml *root);

#endif
