/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A small XML document of a stranger as a tree of elements. Nothing outside of it is ever
 * read: a DOCTYPE may name a file elsewhere, as Apple's do, but declare nothing.
 */
#ifndef NH_FORMATS_XMLTREE_H
#define NH_FORMATS_XMLTREE_H

#include "base/status.h"
#include <stddef.h>

struct nh_xml {
    char *name;              /* without the prefix of its namespace, UTF-8 */
    char *text;              /* all that stands directly in it, without blanks around */
    char **attributes;       /* name, value, name, value …, NULL */
    struct nh_xml *parent;   /* NULL: the root */
    struct nh_xml *children; /* the first; NULL for none */
    struct nh_xml *next;     /* after this one, in the same element */
};

#define NH_XML_MAX ((size_t)1 << 20) /* bytes */

/* NH_BAD_DATA for what is no XML, declares entities or is built absurdly; NH_TOO_LARGE over
   NH_XML_MAX. */
enum nh_status nh_xml_parse(const void *data, size_t length, struct nh_xml **root,
                            struct nh_error *err);
/* Zeroes what stood in it. */
void nh_xml_free(struct nh_xml **root);

/* The first child of this name in or after `first`, an element's children or a next; NULL. */
const struct nh_xml *nh_xml_find(const struct nh_xml *first, const char *name);

/* Down a way such as "EAPMethod/Type", by the first child of each name; NULL. */
const struct nh_xml *nh_xml_at(const struct nh_xml *element, const char *way);

/* NULL without it. */
const char *nh_xml_attribute(const struct nh_xml *element, const char *name);

#endif
