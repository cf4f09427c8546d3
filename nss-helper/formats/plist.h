/* SPDX-License-Identifier: MPL-2.0 */
/* Property lists in XML (plist(5)), and Apple's configuration profiles. */
#ifndef NH_FORMATS_PLIST_H
#define NH_FORMATS_PLIST_H

struct nh_xml;

/* The value of a key in a dict, if it is of this kind ("string", "array" …); else NULL. The dict
   may be NULL. */
const struct nh_xml *nh_plist_value(const struct nh_xml *dict, const char *key, const char *kind);

/* The text of a string value; "" without one. */
const char *nh_plist_text(const struct nh_xml *dict, const char *key);

/* The first payload of a configuration profile; NULL when the document is not one. */
const struct nh_xml *nh_plist_payloads(const struct nh_xml *root);

#endif
